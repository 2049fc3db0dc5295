/*
rule: R-45
label: {zh: 悔拍人不得再次竞买, en: A buyer who defaulted may not bid again}
aspect: 2
severity: H
basis: 网拍规定第24条（悔拍后重新拍卖的，原买受人不得参加竞买）、第34条
verified: true
in_force: {from: 2017-01-01}
at: sold_on
span: all
optional: [auction_bids]
none: pass
texts:
  fail: {zh: "悔拍的买受人于 {sold_on} 再次参加竞买", en: "the buyer who had defaulted bid again on {sold_on}"}
  flag: {zh: "悔拍买受人为 {sold_on} 的竞买人缴纳保证金", en: "the buyer who had defaulted paid the deposit of a bidder on {sold_on}"}
  pass: {zh: 未见悔拍人再次竞买, en: no such buyer}
verify: {zh: 核对两次拍卖成交确认书及竞买记录, en: compare both confirmations and the bids}
needs: {zh: 法院、平台、辅助机构人员及其近亲属名单, en: "who works for court, platform and auxiliaries, and their kin"}
*/
with again as (
  select
    this_case.case_id, lot.auction_id, lot.winner_id, before.winner_id as defaulter_id,
    coalesce(day(lot.end_ts), lot.published_date) as sold_on
  from this_case
  join auctions as before on before.case_id = this_case.case_id and before.result = 'defaulted'
  join auctions as lot on lot.asset_id = before.asset_id
  where coalesce(day(lot.start_ts), lot.published_date) > coalesce(day(before.end_ts), before.published_date)
)
select
  again.case_id, again.auction_id, again.sold_on,
  case when again.winner_id = again.defaulter_id then 'fail'
    when max(case when bid.bidder_id = again.defaulter_id then 1 else 0 end) = 1 then 'fail'
    when max(case when bid.deposit_payer_id = again.defaulter_id then 1 else 0 end) = 1 then 'flag'
    else 'pass' end as verdict
from again
left join auction_bids as bid on bid.auction_id = again.auction_id
group by again.case_id, again.auction_id, again.sold_on, again.winner_id, again.defaulter_id
