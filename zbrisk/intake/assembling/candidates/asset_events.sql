-- Registers of seizures: first seizures, renewals and what lifted them.
select
    s._id, s._known,
    'E' || left(sha256(concat_ws('|', a.asset_id, c.case_id, s.event, s.event_date, p.party_id)), 15) as event_id,
    a.asset_id, s.event, s.event_date, p.party_id as holder_id, c.case_id, s.seize_rank, s.until_date
from list_seizures as s
join asset_of_row as a using (_id)
left join party_of_cell as p on p._id = s._id and p.field = 'owner'
left join case_ids as i on i.number = s.case_no and i.only_one
left join (select distinct case_id from cases) as c using (case_id)
