/*
rule: R-24
label: {zh: 终本后续封, en: Seizures renewed after the closing}
aspect: 7
severity: M
basis: 法〔2016〕373号第10条（依申请续行查封）
verified: false
in_force: {from: 2016-12-01}
span: since closed
texts:
  fail: {zh: "{asset_class}查封终本后于 {until_on} 到期未续", en: "the seizure of {asset_class} ran out on {until_on}, after the closing"}
  pass: {zh: 终本后查封未脱保, en: no seizure lapsed after the closing}
verify: {zh: 核实申请执行人是否申请续封、法院是否告知, en: "did the applicant ask, and was it notified"}
*/
select
  held.case_id, held.asset_id, held.asset_class, held.until_on,
  case when coalesce(held.seize_rank, 1) > 1 then 'not_applicable'
    when held.ended_on <= coalesce(held.until_on, held.latest_on) then 'pass'
    when held.until_on is null and held.latest_on >= today() then 'pass'
    when held.until_on is null then 'unknown'
    when performed.performed_on <= held.until_on then 'pass'
    when held.until_on < today() then 'fail' else 'pass' end as verdict
from court_seizures as held
join this_case on this_case.case_id = held.case_id
left join performed on performed.case_id = held.case_id
where coalesce(held.until_on, held.latest_on) >= this_case.closed
