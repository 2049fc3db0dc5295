/*
rule: R-30
label: {zh: 分配方案列入抵押权人, en: A plan of distribution names the mortgagee}
aspect: 9
severity: H
basis: 民诉法解释第506条、第508条（担保物权人可以直接申请参与分配，先清偿优先受偿债权）
verified: true
in_force: {from: 2015-02-04}
at: planned_date
span: all
texts:
  flag: {zh: "拍品 {mortgaged_on} 起设有抵押，{planned_date} 的方案未列抵押权人而普通债权已获分配", en: "the lot was mortgaged on {mortgaged_on}; the plan of {planned_date} gives to common claims and names no mortgage"}
  pass: {zh: 抵押权人已列入方案, en: "the mortgagee is in the plan"}
verify: {zh: 核对抵押登记、是否通知抵押权人及其是否放弃优先权, en: "look at the register: was the mortgagee notified, and was the rank waived"}
*/
with burden as (
  select
    this_case.case_id, lot.auction_id, mortgage.counterparty_id as mortgagee_id, mortgage.event_date as mortgaged_on
  from this_case
  join auctions as lot on lot.case_id = this_case.case_id and lot.result = 'sold'
  join asset_events as mortgage on mortgage.asset_id = lot.asset_id and mortgage.event = 'mortgage'
    and mortgage.event_date < lot.published_date
  where not exists (
    select 1 from asset_events as freed
    where freed.asset_id = mortgage.asset_id and freed.event = 'release' and freed.event_date >= mortgage.event_date
      and freed.event_date <= day(lot.end_ts)
  )
)
select
  burden.case_id, burden.auction_id, burden.mortgaged_on, burden.mortgagee_id, max(plan.planned_date) as planned_date,
  case when max(case when plan.rank = 'mortgage' or plan.party_id = burden.mortgagee_id then 1 else 0 end) = 1 then 'pass'
    when max(case when plan.rank = 'common' and plan.planned > 0 then 1 else 0 end) = 1 then 'flag'
    else 'pass' end as verdict
from burden
join distributions as plan on plan.auction_id = burden.auction_id
group by burden.case_id, burden.auction_id, burden.mortgaged_on, burden.mortgagee_id
