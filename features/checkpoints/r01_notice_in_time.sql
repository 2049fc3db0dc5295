/*
rule: R-01
label: {zh: 执行通知十日内发出, en: Notice issued within ten days}
aspect: 4
severity: M
basis: 民诉法解释第480条（收到申请执行书后十日内；期间末日为法定休假日的顺延）
verified: true
in_force: {from: 2015-02-04}
codes: {enforcement_actions: [enforcement_notice]}
texts:
  fail: {zh: "{first_on} 才发出执行通知，期限至 {due_on}", en: "notice issued only on {first_on}, due by {due_on}"}
  pass: {zh: "{first_on} 发出执行通知，未超过十日", en: "notice issued on {first_on}, within ten days"}
verify: {zh: 核对立案日期与执行通知书落款、送达日期, en: compare the filing with the date of the notice}
*/
select
  this_case.case_id, notice.first_on, due.next_workday as due_on,
  case when this_case.case_kind <> 'enforcement' then 'not_applicable'
    when notice.first_on > due.next_workday then 'fail'
    when notice.first_on <= due.next_workday then 'pass' else 'unknown' end as verdict
from this_case
join first_acts as notice on notice.case_id = this_case.case_id and notice.action = 'enforcement_notice'
left join calendar as due on due.day = this_case.filed + 10
