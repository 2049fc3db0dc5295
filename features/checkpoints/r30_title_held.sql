/*
rule: R-30
label: {zh: 参与分配的普通债权有执行依据, en: Whoever shares as a common creditor holds a title}
aspect: 9
severity: H
basis: 民诉法解释第506条、第507条（已取得执行依据，财产执行终结前提出；优先权、担保物权人可以直接申请）
verified: true
in_force: {from: 2015-02-04}
at: planned_date
span: all
texts:
  flag: {zh: "{planned_date} 的分配中有 {n} 名普通债权人未见以该被执行人为对象的执行案件", en: "{n} common creditors of the plan of {planned_date} have no enforcement case against this debtor that is known"}
  pass: {zh: 参与分配的普通债权人均有执行案件, en: every common creditor has an enforcement case}
verify: {zh: 调阅参与分配申请书及所附执行依据, en: look for the request to share and the title with it}
*/
select
  this_case.case_id, plan.party_id, plan.claim, plan.planned_date,
  case when plan.planned is null then 'unknown'
    when exists (
      select 1 from case_parties as own
      where own.case_id = this_case.case_id and own.party_id = plan.party_id and own.role = 'applicant'
    ) or exists (
      select 1 from rival_enforcements as rival
      join case_parties as titled
        on titled.case_id = rival.rival_id and titled.role = 'applicant' and titled.party_id = plan.party_id
      where rival.case_id = plan.case_id and rival.filed_date <= coalesce(plan.paid_date, plan.planned_date)
    ) then 'pass' else 'flag' end as verdict
from this_case
join distributions as plan on plan.case_id = this_case.case_id and plan.rank in ('common', 'wage')
