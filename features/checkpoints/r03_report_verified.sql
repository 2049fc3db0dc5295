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
  fail: {zh: "{received_on} 收到财产报告，未见核查", en: "report received on {received_on}, never verified"}
  flag: {zh: "{received_on} 收到财产报告，{verified_on} 才核查，晚于终本", en: "report received on {received_on}, verified only on {verified_on}, after the closing"}
  hint: {zh: "{verified_on} 的核查早于 {received_on} 收到的财产报告", en: "the check of {verified_on} came before the report of {received_on}"}
  pass: {zh: "{verified_on} 核查了财产报告", en: "report verified on {verified_on}"}
verify: {zh: 调阅财产报告表及核查材料, en: look for the report and what was done to verify it}
*/
with report as (
  select this_case.case_id, this_case.closed, received.first_on as received_on,
    min(audit.action_date) as verified_on, max(audit.action_date) as last_on
  from this_case
  join first_acts as received on received.case_id = this_case.case_id and received.action = 'report_received'
  left join enforcement_actions as audit
    on audit.case_id = received.case_id and audit.action = 'report_verified'
  group by this_case.case_id, this_case.closed, received.first_on
)
select
  report.case_id, report.received_on, report.verified_on,
  case when report.verified_on is null then 'fail' when report.verified_on > report.closed then 'flag'
    when report.last_on < report.received_on then 'hint' else 'pass' end as verdict
from report
