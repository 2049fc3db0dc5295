-- Who stands on which side of a case.
select m._id, r._known, c.case_id, p.party_id, m.field as role
from mentions as m
join party_of as p using (mention)
join known_of_row as r using (_id)
join case_of_row as o using (_id)
join (select distinct case_id from cases) as c using (case_id)
where m.list in ('enforcement_cases', 'suits')
