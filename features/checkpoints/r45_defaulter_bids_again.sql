/*
rule: R-45
label: {zh: 悔拍人不得再次竞买, en: A buyer who defaulted may not buy again}
aspect: 2
severity: H
basis: 网拍规定第24条、第34条
verified: true
in_force: {from: 2017-01-01}
at: sold_on
span: all
none: pass
texts:
  fail: {zh: "悔拍的买受人于 {sold_on} 再次竞得", en: "the buyer who had defaulted won again on {sold_on}"}
  pass: {zh: 未见悔拍人再次竞得, en: no such buyer}
verify: {zh: 核对两次拍卖成交确认书, en: compare both confirmations}
needs: {zh: 法院、平台、辅助机构人员及其近亲属名单, en: "who works for court, platform and auxiliaries, and their kin"}
*/
select
  this_case.case_id, lot.auction_id, day(lot.end_ts) as sold_on, 'fail' as verdict
from this_case
join auctions as lot on lot.case_id = this_case.case_id and lot.result = 'sold'
join auctions as before on before.asset_id = lot.asset_id and before.winner_id = lot.winner_id
where before.result = 'defaulted' and before.round < lot.round
