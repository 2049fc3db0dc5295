/*
rule: R-07
label: {zh: 网络查询未果的现场或登记机关调查, en: "What failed on line was asked again, or on site"}
aspect: 3
severity: H
basis: 法〔2016〕373号第3条（无法通过网络查控系统查询的，应当现场调查）
verified: false
in_force: {from: 2016-12-01}
codes: {property_queries: asset_class}
texts:
  fail: {zh: "{asset_class}查询于 {query_date} 失败或未反馈，终本前未再查询", en: "the query for {asset_class} of {query_date} failed or stayed open, and was not repeated"}
  pass: {zh: 失败的查询均已补查, en: failed queries were repeated}
verify: {zh: 调阅协助查询通知书、现场调查笔录, en: look for written requests and records of visits}
*/
select
  liable.case_id, open_query.asset_class, open_query.query_date,
  case when exists (
    select 1 from property_queries as repeated
    where repeated.party_id = open_query.party_id and repeated.asset_class = open_query.asset_class
      and repeated.query_date >= open_query.query_date and repeated.query_date <= this_case.closed
      and repeated.result in ('found', 'none')
  ) then 'pass' else 'fail' end as verdict
from liable
join this_case on this_case.case_id = liable.case_id
join property_queries as open_query
  on open_query.party_id = liable.party_id and open_query.result in ('failed', 'pending')
where open_query.query_date >= this_case.filed and open_query.query_date <= this_case.closed
