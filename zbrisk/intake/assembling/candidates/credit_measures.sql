-- Lists of restrained and dishonest debtors.
select
    m._id, m._known,
    'M' || left(sha256(concat_ws('|', m.case_no, p.party_id, m.kind, m.published_date)), 15) as measure_id,
    c.case_id, p.party_id, m.kind, m.ground, m.published_date, m.removed_date
from list_credit_measures as m
left join party_of_cell as p on p._id = m._id and p.field = 'debtor'
left join case_ids as i on i.number = m.case_no and i.only_one
left join (select distinct case_id from cases) as c using (case_id)
