/*
rule: R-30
label: {zh: 分配方案异议期内不发放, en: Nothing is paid while objections may be raised}
aspect: 9
severity: H
basis: 民诉法解释第509条、第510条（自收到分配方案之日起十五日内提出书面异议）
verified: true
in_force: {from: 2015-02-04}
at: planned_date
span: all
texts:
  flag: {zh: "{planned_date} 作出分配方案，{paid_date} 即发放，十五日异议期未满（各方书面放弃异议的除外）", en: "plan of {planned_date}, paid on {paid_date}: before the fifteen days for objections were over (unless all waived them in writing)"}
  pass: {zh: 异议期满后发放, en: paid after the period for objections}
verify: {zh: 调阅分配方案送达回证、异议及放弃异议的记录, en: "look for service of the plan, objections, and waivers"}
*/
select
  this_case.case_id, own.planned_date, own.paid_date,
  case when not exists (
    select 1 from distributions as other
    where other.auction_id = own.auction_id and other.party_id <> own.party_id
  ) then 'not_applicable' when own.planned_date is null then 'unknown'
    when own.paid_date <= own.planned_date + 15 then 'flag' when own.paid_date is null then 'not_applicable'
    else 'pass' end as verdict
from this_case
join distributions as own on own.case_id = this_case.case_id
where own.auction_id is not null
