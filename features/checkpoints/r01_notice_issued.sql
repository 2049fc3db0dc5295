/*
rule: R-01
label: {zh: 发出执行通知, en: Enforcement notice issued}
aspect: 4
severity: M
basis: 民诉法解释第480条；法〔2016〕373号第1条第(一)项
verified: true
in_force: {from: 2016-12-01}
codes: {enforcement_actions: [enforcement_notice]}
absence: [enforcement_actions]
texts:
  fail: {zh: 终本前未见发出执行通知, en: no enforcement notice before the closing}
  pass: {zh: "{first_on} 发出执行通知", en: "notice issued on {first_on}"}
verify: {zh: 调阅卷内执行通知书及送达回证, en: look for the notice and its proof of service in the file}
*/
select
  this_case.case_id, notice.first_on,
  case when this_case.case_kind <> 'enforcement' then 'not_applicable'
    when notice.first_on is null then 'fail' else 'pass' end as verdict
from this_case
left join first_acts as notice on notice.case_id = this_case.case_id and notice.action = 'enforcement_notice'
