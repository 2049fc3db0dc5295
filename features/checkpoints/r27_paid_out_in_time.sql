/*
rule: R-27
label: {zh: 案款三十日内发放, en: Money paid out within thirty days}
aspect: 9
severity: H
basis: 法发〔2017〕6号
verified: false
in_force: {from: 2017-03-01}
at: planned_on
span: since closed
texts:
  fail: {zh: "{planned_on} 确定分配，至 {due_on} 未发放", en: "distribution fixed on {planned_on}, not paid out by {due_on}"}
  pass: {zh: 案款按期发放, en: paid out in time}
verify: {zh: 核对一案一账户流水, en: look at the case's account}
*/
select
  this_case.case_id, plan.planned_date as planned_on, due.next_workday as due_on, plan.paid_date as paid_on,
  case when plan.paid_date <= due.next_workday then 'pass' when due.next_workday is null then 'unknown'
    when coalesce(plan.paid_date, today() - 1) > due.next_workday then 'fail' else 'unknown' end as verdict
from this_case
join distributions as plan on plan.case_id = this_case.case_id
left join calendar as due on due.day = plan.planned_date + 30
where coalesce(plan.planned, 1) > 0
