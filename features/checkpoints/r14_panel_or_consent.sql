/*
rule: R-14
label: {zh: 申请人签字确认或合议庭审查并报院长批准, en: "The applicant signed, or a panel reviewed and the president approved"}
aspect: 6
severity: M
basis: 民诉法解释第517条
verified: true
in_force: {from: 2015-02-04}
codes: {enforcement_actions: [panel_review]}
texts:
  flag: {zh: 未见合议庭审查；如无申请执行人签字确认即违反第517条, en: "no review by a panel: unlawful unless the applicant signed"}
  pass: {zh: 合议庭已审查，或申请执行人同意, en: "reviewed by a panel, or the applicant consented"}
verify: {zh: 调阅合议庭笔录、审批表或申请执行人签字, en: look for the panel's record or the applicant's signature}
*/
select
  this_case.case_id, panel.last_on,
  case when panel.last_on is not null then 'pass'
    when exists (
      select 1 from enforcement_actions as consent
      where consent.case_id = this_case.case_id and consent.action = 'interview' and consent.result like '%同意%'
        and consent.result not like '%不同意%'
    ) then 'pass' else 'flag' end as verdict
from this_case
left join first_acts as panel on panel.case_id = this_case.case_id and panel.action = 'panel_review'
