/*
rule: R-31
label: {zh: 未超出限额责任, en: A capped debtor is not held for more}
aspect: 2
severity: M
basis: 执行依据确定的责任限额；查扣冻规定第19条；一点二倍为办案单位参数
verified: true
office_limit: true
in_force: {from: 2005-01-01}
texts:
  flag: {zh: "限额 {liability_cap} 的被执行人被查封财产净值 {seized_net}", en: "a debtor liable up to {liability_cap} has {seized_net} seized"}
  pass: {zh: 查封未超出责任限额, en: seizures are within the cap}
verify: {zh: 核对执行依据载明的责任范围, en: compare with the judgment}
*/
with held as (
  select court_seizures.case_id, court_seizures.holder_id, sum(court_seizures.net_value) as seized_net
  from court_seizures
  where court_seizures.net_value > 0 and coalesce(court_seizures.seize_rank, 1) = 1 and court_seizures.ended_on is null
  group by court_seizures.case_id, court_seizures.holder_id
)
select
  liable.case_id, liable.liability_cap, held.seized_net,
  case when held.seized_net * 5 > liable.liability_cap * 6 then 'flag' else 'pass' end as verdict
from liable
join held on held.case_id = liable.case_id and held.holder_id = liable.party_id
where liable.liability_cap is not null
