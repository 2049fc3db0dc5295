/*
rule: R-09
label: {zh: 存款、车辆、不动产、证券逐人逐项查询, en: "Deposits, vehicles, real estate and securities queried for every debtor"}
aspect: 3
severity: H
basis: 法〔2016〕373号第3条
verified: false
in_force: {from: 2016-12-01}
codes: {property_queries: asset_class}
texts:
  fail: {zh: "{asset_class}等 {n} 项（按人按类）应查未查", en: "{n} queries by debtor and class are missing, such as {asset_class}"}
  pass: {zh: 四类财产均已逐人查询, en: all four classes queried for every debtor}
verify: {zh: 调取查控系统记录，核对每名被执行人, en: fetch the log and compare it with every debtor}
*/
with wanted as (
  select liable.case_id, liable.party_id, 'deposit' as asset_class, liable.died_on, liable.deregistered_on from liable
  union all
  select liable.case_id, liable.party_id, 'vehicle', liable.died_on, liable.deregistered_on from liable
  union all
  select liable.case_id, liable.party_id, 'real_estate', liable.died_on, liable.deregistered_on from liable
  union all
  select liable.case_id, liable.party_id, 'security', liable.died_on, liable.deregistered_on from liable
)
select
  wanted.case_id, wanted.party_id, wanted.asset_class,
  case when wanted.died_on <= this_case.filed or wanted.deregistered_on <= this_case.filed then 'not_applicable'
    when exists (
      select 1 from property_queries as query
      where query.party_id = wanted.party_id and query.asset_class = wanted.asset_class
        and query.query_date >= this_case.filed and query.query_date <= this_case.closed
    ) then 'pass' else 'fail' end as verdict
from wanted
join this_case on this_case.case_id = wanted.case_id
