/*
rule: R-30
label: {zh: 普通债权按比例分配, en: Common claims share in proportion}
aspect: 9
severity: H
basis: 民诉法解释第506条、第508条（被执行人为公民或其他组织的，普通债权按比例受偿）
verified: true
in_force: {from: 2015-02-04}
optional: [auctions, asset_events]
at: planned_date
span: all
texts:
  fail: {zh: "本案普通债权 {claim} 分得 {planned}，同次分配的其他普通债权比例更高", en: "this case's claim of {claim} got {planned}, and other common claims a greater share"}
  flag: {zh: "本案普通债权 {claim} 分得 {planned}，同次分配的其他普通债权比例更高；须核实被执行人是否为法人、有无优先或先查封安排", en: "this case's claim of {claim} got {planned}, and other common claims a greater share; is the debtor a legal person, or was there another arrangement"}
  pass: {zh: 普通债权按比例分配, en: common claims shared in proportion}
verify: {zh: 复核分配方案计算, en: work the plan out again}
*/
with owned as (
  select this_case.case_id, lot.auction_id, max(holder.party_kind) as party_kind
  from this_case
  join auctions as lot on lot.case_id = this_case.case_id
  join asset_events as seizure on seizure.asset_id = lot.asset_id and seizure.event = 'seize'
  join liable as holder on holder.party_id = seizure.holder_id
  group by this_case.case_id, lot.auction_id
)
select
  this_case.case_id, own.claim, own.planned, own.planned_date,
  case when own.planned is null or own.claim is null then 'unknown' when own.planned >= own.claim then 'pass'
    when owned.party_kind = 'company' then 'not_applicable'
    when owned.party_kind is null and exists (
      select 1 from liable as firm where firm.case_id = own.case_id and firm.party_kind = 'company'
    ) then 'not_applicable'
    when exists (
      select 1 from distributions as other
      where other.auction_id = own.auction_id and other.rank = 'common'
        and other.planned / other.claim > own.planned / own.claim + 0.01
    ) then case when coalesce(owned.party_kind, 'person') = 'other' then 'flag' else 'fail' end else 'pass' end as verdict
from this_case
join distributions as own on own.case_id = this_case.case_id and own.rank = 'common'
left join owned on owned.auction_id = own.auction_id
where own.auction_id is not null
