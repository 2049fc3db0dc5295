/*
rule: R-03
label: {zh: 核查被执行人报告的财产, en: Reported property verified}
aspect: 3
severity: M
basis: 法〔2016〕373号第2条；财产调查规定第8条
verified: true
in_force: {from: 2017-05-01}
codes: {enforcement_actions: [report_received, report_verified]}
absence: [enforcement_actions]
texts:
  fail: {zh: "{received_on} 收到财产报告，终本前未见核查", en: "report received on {received_on}, never verified before the closing"}
  pass: {zh: "{verified_on} 核查了财产报告", en: "report verified on {verified_on}"}
verify: {zh: 调阅财产报告表及核查材料, en: look for the report and what was done to verify it}
*/
select
  this_case.case_id, report.first_on as received_on, verified.last_on as verified_on,
  case when verified.last_on >= report.first_on then 'pass' else 'fail' end as verdict
from this_case
join first_acts as report on report.case_id = this_case.case_id and report.action = 'report_received'
left join first_acts as verified on verified.case_id = this_case.case_id and verified.action = 'report_verified'
