/*
label:    {zh: 保证金由他人代付, en: A bidder's deposit paid by someone else}
targets:  [concealed_assets]
typology: A6
at:       ts
measures: [count, share(near_debtor), share(won)]
reason:
  zh: "{rows} 次出价的保证金由他人代付[，其中付款人为被执行人或关联人占 {share_near_debtor}]"
  en: "{rows} bids with a deposit paid by another[, {share_near_debtor} of them by the debtor or people near]"
innocent:
  zh: 夫妻、合伙人之间代付；贷款机构垫付
  en: "paid by a spouse or partner; advanced by a lender"
verify:
  zh: 调取保证金付款账户与资金来源
  en: "fetch the paying account and where its money came from"
*/
select
  bid.auction_id, bid.ts, bid.bidder_id, bid.deposit_payer_id, bid.price,
  near.party_id is not null or payer.party_id is not null as near_debtor, lot.winner_id = bid.bidder_id as won
from this_case
join auctions as lot on lot.case_id = this_case.case_id
join auction_bids as bid on bid.auction_id = lot.auction_id and bid.deposit_payer_id <> bid.bidder_id
left join circle as near on near.party_id = bid.deposit_payer_id
left join debtors as payer on payer.party_id = bid.deposit_payer_id
