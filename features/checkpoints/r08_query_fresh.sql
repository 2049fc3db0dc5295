/*
rule: R-08
label: {zh: 终本前六十日内查询, en: Queried within sixty days before the closing}
aspect: 3
severity: M
basis: 办案单位参数：终本前 60 日内本案应有一次查询（非法定期限）
verified: false
office_limit: true
in_force: {from: 2016-12-01}
texts:
  flag: {zh: "本案最近一次查询为 {last_on}，距终本 {age} 天", en: "this case last asked on {last_on}, {age} days before the closing"}
  pass: {zh: "本案最近一次查询距终本 {age} 天", en: "this case last asked {age} days before the closing"}
verify: {zh: 调取查控系统记录, en: fetch the log of the control system}
*/
with latest as (
  select this_case.case_id, this_case.closed, max(query.query_date) as last_on
  from this_case
  join property_queries as query on query.case_id = this_case.case_id
  where query.query_date <= this_case.closed
  group by this_case.case_id, this_case.closed
)
select
  latest.case_id, latest.last_on, latest.closed - latest.last_on as age,
  case when latest.closed - latest.last_on > 60 then 'flag' else 'pass' end as verdict
from latest
