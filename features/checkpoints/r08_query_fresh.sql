/*
rule: R-08
label: {zh: 终本前九十日内查询, en: Queried within ninety days before the closing}
aspect: 3
severity: M
basis: 办案单位参数：终本前 90 日内应有一次查询（非法定期限）
verified: false
office_limit: true
in_force: {from: 2016-12-01}
texts:
  flag: {zh: "最近一次查询为 {last_on}，距终本 {age} 天", en: "last queried on {last_on}, {age} days before the closing"}
  pass: {zh: "最近一次查询距终本 {age} 天", en: "last queried {age} days before the closing"}
verify: {zh: 调取查控系统记录, en: fetch the log of the control system}
*/
with latest as (
  select liable.case_id, liable.party_id, max(query.query_date) as last_on
  from liable
  join this_case on this_case.case_id = liable.case_id
  join property_queries as query on query.party_id = liable.party_id
  where query.query_date <= this_case.closed
  group by liable.case_id, liable.party_id
)
select
  latest.case_id, latest.last_on, this_case.closed - latest.last_on as age,
  case when this_case.closed - latest.last_on > 90 then 'flag' else 'pass' end as verdict
from latest
join this_case on this_case.case_id = latest.case_id
