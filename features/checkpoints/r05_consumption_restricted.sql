/*
rule: R-05
label: {zh: 对每名被执行人限制消费, en: Every debtor's consumption restricted}
aspect: 4
severity: M
basis: 法〔2016〕373号第1条第(二)项
verified: true
in_force: {from: 2016-12-01}
texts:
  fail: {zh: "有 {n} 名被执行人终本前未被限制消费", en: "{n} debtors were not restricted before the closing"}
  flag: {zh: "另有 {n} 名被执行人未见限制消费令（已限制他人，或另案已限制）", en: "{n} debtors were not restricted, though others were, or another case did"}
  pass: {zh: 已发出限制消费令, en: consumption restricted}
verify: {zh: 调阅限制消费令；核对是否在关联案件中已限制, en: "look for the order, also in related cases"}
codes: {credit_measures: [restrict_consumption]}
*/
with restricted as (
  select this_case.case_id, measure.party_id
  from this_case
  join credit_measures as measure
    on measure.case_id = this_case.case_id and measure.kind = 'restrict_consumption'
  where coalesce(measure.decided_date, measure.published_date) <= this_case.closed
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
  liable.case_id, liable.party_id,
  case when liable.died_on <= this_case.closed or liable.deregistered_on <= this_case.closed then 'not_applicable'
    when liable.birth_year is not null and closing.year - liable.birth_year < 18 then 'not_applicable'
    when exists (
      select 1 from restricted as own where own.case_id = liable.case_id and own.party_id = liable.party_id
    ) then 'pass'
    when liable.party_kind in ('company', 'other') and exists (
      select 1 from representative as head where head.case_id = liable.case_id
    ) then 'pass'
    when exists (
      select 1 from credit_measures as measure
      where measure.party_id = liable.party_id and measure.kind = 'restrict_consumption'
        and coalesce(measure.decided_date, measure.published_date) <= this_case.closed
        and coalesce(measure.removed_date, this_case.closed) >= this_case.closed
    ) then 'flag'
    when exists (
      select 1 from liable as fellow
      join restricted as theirs on theirs.party_id = fellow.party_id and theirs.case_id = fellow.case_id
      where fellow.case_id = liable.case_id
    ) then 'flag' else 'fail' end as verdict
from liable
join this_case on this_case.case_id = liable.case_id
left join calendar as closing on closing.day = this_case.closed
