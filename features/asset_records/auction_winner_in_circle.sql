/*
label:    {zh: 关联人竞得拍品, en: Someone near the debtor won the auction}
targets:  [concealed_assets]
typology: A6
at:       ended_on
measures: [count, sum(final_price) / sum(appraisal), sum(final_price) / claim_amount, min(steps)]
reason:
  zh: "{rows} 件拍品由关联人竞得[，成交价为评估价的 {sum_final_price_per_sum_appraisal}]"
  en: "{rows} lots were won by people near the debtor[ at {sum_final_price_per_sum_appraisal} of the appraisal]"
innocent:
  zh: 亲属以自有资金竞买依法允许；邻居或承租人购买
  en: "kin may buy with their own money; a neighbour or tenant"
verify:
  zh: 穿透竞买保证金与尾款来源，查拍品现占有人
  en: "trace deposit and price to their source; who occupies the asset now"
law: "网拍规定第24条、第34条 [L]；亲属竞买本身不被禁止"
*/
select
  lot.auction_id, day(lot.end_ts) as ended_on, lot.asset_id, lot.appraisal, lot.final_price, lot.winner_id, near.path,
  near.steps
from this_case
join auctions as lot on lot.case_id = this_case.case_id and lot.result = 'sold'
join circle as near on near.party_id = lot.winner_id
