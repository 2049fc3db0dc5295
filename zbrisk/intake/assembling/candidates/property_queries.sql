-- Lines of answers to a court's queries.
select
    q._id, q._known, 'Q' || left(sha256(concat_ws('|', c.case_id, p.party_id, q.asset_class, q.channel, q.day)), 15) as query_id,
    c.case_id, p.party_id, q.asset_class, q.channel, q.day as query_date, q.result, q.amount
from paper_queries as q
left join case_of_number as c on c.number = q.case_no
left join named_in_case as p on p.case_id = c.case_id and p.name = q.party
