/*
rule: R-05
label: {zh: 对每名被执行人限制消费, en: Every debtor's consumption restricted}
aspect: 4
severity: M
basis: 法〔2016〕373号第1条第(二)项
verified: true
in_force: {from: 2016-12-01}
codes: {credit_measures: [restrict_consumption]}
absence: [credit_measures]
texts:
  fail: {zh: "有 {n} 名被执行人未见本案限制消费令", en: "no order of this case restricts {n} debtors"}
  flag: {zh: "{ordered_on} 才限制消费，晚于终本", en: "restricted only on {ordered_on}, after the closing"}
  hint: {zh: "另有 {n} 名被执行人未见限制消费令（已限制他人）", en: "no order restricts {n} debtors, though others were restricted"}
  pass: {zh: 已发出限制消费令, en: consumption restricted}
verify: {zh: 调阅限制消费令；另案的限制不代替本案, en: look for the order; one of another case does not stand in for it}
*/
with ordered as (
  select
    this_case.case_id, this_case.closed, measure.party_id,
    min(coalesce(measure.decided_date, measure.published_date)) as ordered_on
  from this_case
  join credit_measures as measure
    on measure.case_id = this_case.case_id and measure.kind = 'restrict_consumption'
  group by this_case.case_id, this_case.closed, measure.party_id
),
restricted as (
  select ordered.case_id, ordered.party_id from ordered where ordered.ordered_on <= ordered.closed
),
representative as (
  select restricted.case_id, restricted.party_id
  from restricted
  where not exists (
    select 1 from liable as debtor
    where debtor.case_id = restricted.case_id and debtor.party_id = restricted.party_id
  )
)
select
  liable.case_id, liable.party_id, own_order.ordered_on,
  case when liable.died_on <= this_case.closed or liable.deregistered_on <= this_case.closed then 'not_applicable'
    when liable.birth_year is not null and closing.year - liable.birth_year < 18 then 'not_applicable'
    when own_order.ordered_on <= this_case.closed then 'pass' when liable.role = 'guarantor' then 'not_applicable'
    when liable.party_kind in ('company', 'other') and exists (
      select 1 from representative as head where head.case_id = liable.case_id
    ) then 'pass'
    when exists (
      select 1 from liable as fellow
      join restricted as theirs on theirs.party_id = fellow.party_id and theirs.case_id = fellow.case_id
      where fellow.case_id = liable.case_id
    ) then 'hint'
    when own_order.ordered_on is not null then 'flag' else 'fail' end as verdict
from liable
join this_case on this_case.case_id = liable.case_id
left join ordered as own_order on own_order.case_id = liable.case_id and own_order.party_id = liable.party_id
left join calendar as closing on closing.day = this_case.closed
