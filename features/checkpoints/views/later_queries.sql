/*
label: {zh: 终本后查询, en: "Days after the closing on which the debtors' property was queried, and what came of it; `own` is 1 where this case asked"}
*/
select
  liable.case_id, query.query_date, max(case when query.result = 'found' then 1 else 0 end) as found,
  max(case when query.result = 'none' then 0 when query.result = 'found' then 0 else 1 end) as unclear,
  max(case when query.case_id = liable.case_id then 1 else 0 end) as own
from liable
join this_case on this_case.case_id = liable.case_id
join property_queries as query on query.party_id = liable.party_id and query.query_date > this_case.closed
group by liable.case_id, query.query_date
