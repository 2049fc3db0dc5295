-- Petitions and calls; the case is the one court number in the text.
select
    t._id, t._known,
    'P' || left(sha256(concat_ws('|', t.channel, t.received_date, t.text, t.petitioner)), 15) as petition_id,
    t.channel, t.received_date, c.case_id, p.party_id, t.text
from list_petitions as t
left join party_of_cell as p on p._id = t._id and p.field = 'petitioner'
left join case_ids as i on i.number = t.text_case_no and i.only_one
left join (select distinct case_id from cases) as c using (case_id)
