/*
rule: R-33
label: {zh: 对待给付先行履行, en: The applicant performed what is owed in return}
aspect: 9
severity: H
basis: 合同编通则解释第31条（判项载明的，应当在原告履行自己的债务后对被告采取执行行为）
verified: true
in_force: {from: 2023-12-05}
at: paid_on
span: all
absence: [enforcement_actions]
codes: {enforcement_actions: [payment_out, counter_performed]}
optional: [distributions]
texts:
  fail: {zh: "判项载有申请执行人的对待给付，{paid_on} 已发放案款，{performed_text}", en: "the judgment makes the applicant give something in return; money was paid out on {paid_on}, and it was {performed_text_en}"}
  pass: {zh: 未见先于对待给付发放案款, en: "no money was paid out before the applicant performed"}
  unknown: {zh: 判项有无对待给付无记录, en: "whether the judgment asks for something in return is not recorded"}
verify: {zh: 核对判决主文、申请执行人履行凭证与发放审批, en: "compare the operative part, proof of the applicant's performance, and the approval of the payment"}
*/
with payout as (
  select this_case.case_id, act.action_date as paid_on
  from this_case
  join enforcement_actions as act on act.case_id = this_case.case_id and act.action = 'payment_out'
  union
  select this_case.case_id, plan.paid_date
  from this_case
  join distributions as plan on plan.case_id = this_case.case_id and plan.paid_date is not null
),
first_payout as (
  select payout.case_id, min(payout.paid_on) as paid_on from payout group by payout.case_id
),
performance as (
  select this_case.case_id, min(act.action_date) as performed_on
  from this_case
  join enforcement_actions as act on act.case_id = this_case.case_id and act.action = 'counter_performed'
  group by this_case.case_id
)
select
  this_case.case_id, first_payout.paid_on, performance.performed_on,
  case when performance.performed_on is null then '未见其履行' else '其后始履行' end as performed_text,
  case when performance.performed_on is null then 'never given' else 'given later' end as performed_text_en,
  case when title.counter_duty_flag is null then 'unknown' when not title.counter_duty_flag then 'not_applicable'
    when first_payout.paid_on is null then 'pass' when performance.performed_on <= first_payout.paid_on then 'pass'
    else 'fail' end as verdict
from this_case
join suits as title on title.case_id = this_case.basis_case_id
left join first_payout on first_payout.case_id = this_case.case_id
left join performance on performance.case_id = this_case.case_id
