/*
label:    {zh: 一人竞拍成交, en: Sold to a single bidder}
targets:  [concealed_assets]
typology: A6
direction: either
at:       ended_on
measures: [count, sum(final_price) / sum(appraisal)]
reason:
  zh: "{rows} 件拍品仅一人出价成交[，成交价为评估价的 {sum_final_price_per_sum_appraisal}]"
  en: "{rows} lots went to a single bidder[ at {sum_final_price_per_sum_appraisal} of the appraisal]"
innocent:
  zh: 竞买人与被执行人无关联，以自有资金出价；偏远或小额标的一人出价常见
  en: "an unconnected bidder with own money; one bid is common with small or remote lots"
verify:
  zh: 查竞买人与被执行人关系及资金来源
  en: "how the bidder stands to the debtor, and where the money came from"
law: "网拍规定第11条：一人参与竞拍可以成交 [L]"
*/
select lot.auction_id, day(lot.end_ts) as ended_on, lot.asset_id, lot.appraisal, lot.final_price, lot.winner_id
from this_case
join auctions as lot on lot.case_id = this_case.case_id and lot.result = 'sold'
where (
  select count(distinct bid.bidder_id) from auction_bids as bid where bid.auction_id = lot.auction_id
) = 1
