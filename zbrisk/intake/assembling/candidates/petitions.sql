-- Petitions and calls; the case is the one court number in the text, the category what a clerk or else the text says.
select
    t._id, t._known,
    'P' || left(sha256(concat_ws('|', t.channel, t.received_date, t.text, t.petitioner)), 15) as petition_id,
    t.channel, t.received_date, c.case_id, p.party_id,
    coalesce(t.category, (select arg_min(code, place) from topics where contains(t.text, word))) as category, t.text
from list_petitions as t
left join party_of_cell as p on p._id = t._id and p.field = 'petitioner'
left join case_ids as i on i.number = t.text_case_no and i.only_one
left join (select distinct case_id from cases) as c using (case_id)
