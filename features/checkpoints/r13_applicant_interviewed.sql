/*
rule: R-13
label: {zh: 终本约谈申请执行人, en: The applicant was heard before the closing}
aspect: 6
severity: M
basis: 法〔2016〕373号第5条
verified: false
in_force: {from: 2016-12-01}
codes: {enforcement_actions: [interview]}
absence: [enforcement_actions]
texts:
  fail: {zh: 终本前未见约谈申请执行人, en: no interview with the applicant before the closing}
  pass: {zh: "{last_on} 约谈申请执行人", en: "applicant heard on {last_on}"}
verify: {zh: 调阅终本约谈笔录, en: look for the record of the interview}
*/
select
  this_case.case_id, interview.last_on,
  case when interview.last_on is null then 'fail' else 'pass' end as verdict
from this_case
left join first_acts as interview on interview.case_id = this_case.case_id and interview.action = 'interview'
