/*
rule: R-18
label: {zh: 终本前查封未脱保, en: No seizure lapsed before the closing}
aspect: 2
severity: H
basis: 民诉法解释第485条；查扣冻规定第27条（期限届满未续行的，效力消灭）
verified: true
in_force: {from: 2015-02-04}
texts:
  fail: {zh: "{asset_class}查封 {until_on} 到期，未续封也未处置", en: "the seizure of {asset_class} ran out on {until_on}, neither renewed nor used"}
  pass: {zh: 查封均未脱保, en: no seizure lapsed}
  unknown: {zh: "{asset_class}查封期限无记录", en: "the term of the seizure of {asset_class} is not recorded"}
verify: {zh: 调取登记机关查封记录；核实是否申请续封, en: "fetch the register; was renewal applied for"}
*/
select
  held.case_id, held.asset_id, held.asset_class, held.until_on,
  case when coalesce(held.seize_rank, 1) > 1 then 'not_applicable'
    when held.ended_on <= coalesce(held.until_on, held.latest_on) then 'pass'
    when held.until_on is null and held.latest_on < this_case.closed then 'unknown'
    when held.until_on < this_case.closed and (held.value is null or held.net_value > 0) then 'fail'
    else 'pass' end as verdict
from court_seizures as held
join this_case on this_case.case_id = held.case_id
where held.seized_on <= this_case.closed
