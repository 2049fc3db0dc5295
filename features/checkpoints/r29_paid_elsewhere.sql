/*
rule: R-29
label: {zh: 同一被执行人他案执行到位而本案仍终本, en: The same debtor paid in a later case}
aspect: 7
severity: H
basis: 法〔2016〕373号第9条（发现财产应恢复执行）；以案找案
verified: false
in_force: {from: 2016-12-01}
span: since closed
none: pass
texts:
  fail: {zh: "终本后他案执行到位 {realised_amount}（{paid_on}），本案未恢复", en: "{realised_amount} realised in another case on {paid_on}, and this one was not restored"}
  pass: {zh: 未见他案执行到位而本案未恢复, en: no such case}
verify: {zh: 调阅他案财产来源与分配, en: look at where that money came from}
*/
select
  rival.case_id, rival.rival_id, rival.closed_date as paid_on, rival.realised_amount,
  case when restored.restored_on is not null then 'pass' else 'fail' end as verdict
from rival_enforcements as rival
join this_case on this_case.case_id = rival.case_id
left join restored on restored.case_id = rival.case_id
where rival.filed_date > this_case.closed and (rival.realised_amount >= 10000 or (rival.realised_amount > 0 and rival.close_mode in ('performed', 'settled')))
