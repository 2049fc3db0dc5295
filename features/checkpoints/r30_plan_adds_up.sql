/*
rule: R-30
label: {zh: 分配方案数额相符, en: A plan of distribution adds up}
aspect: 9
severity: H
basis: 民诉法解释第508条（价款扣除执行费用，清偿优先债权后按债权数额比例受偿）、第509条
verified: true
in_force: {from: 2015-02-04}
at: planned_date
span: all
texts:
  flag: {zh: "分配方案与债权、价款不符：本案债权 {claim} 分得 {planned}，全案拟分配 {planned_in_all}，成交价 {final_price}", en: "the plan does not add up: this case's claim of {claim} gets {planned}, all together {planned_in_all}, and the price was {final_price}"}
  pass: {zh: 分配数额未超过债权与成交价, en: "no more is planned than is owed and was paid"}
verify: {zh: 复核方案的债权数额（含迟延履行利息）、执行费用与到账价款, en: "work it out again: claims with interest for delay, costs, and what was received"}
*/
with plan as (
  select this_case.case_id, share.auction_id, sum(share.planned) as planned_in_all, count(*) as shares, count(share.planned) as known
  from this_case
  join auctions as lot on lot.case_id = this_case.case_id and lot.result = 'sold'
  join distributions as share on share.auction_id = lot.auction_id
  group by this_case.case_id, share.auction_id
)
-- a claim of the plan may leave out interest for delay, and a forfeited deposit adds to the price: a tenth is left for either
select
  this_case.case_id, own.distribution_id, own.claim, own.planned, own.planned_date, plan.planned_in_all, lot.final_price,
  case when own.planned * 10 > own.claim * 11 or plan.planned_in_all * 10 > lot.final_price * 11 then 'flag'
    when own.claim is null or own.planned is null or lot.final_price is null or plan.known < plan.shares then 'unknown'
    else 'pass' end as verdict
from this_case
join auctions as lot on lot.case_id = this_case.case_id and lot.result = 'sold'
join distributions as own on own.auction_id = lot.auction_id and own.case_id = this_case.case_id
join plan on plan.auction_id = lot.auction_id
