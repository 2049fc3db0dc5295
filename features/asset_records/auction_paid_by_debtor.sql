/*
label:    {zh: 拍品价款来自被执行人, en: The debtor's money paid for the lot}
targets:  [concealed_assets]
typology: A6
at:       paid_on
measures: [count, sum(amount) / max(final_price), share(through_other), nearest(days_from_sale)]
reason:
  zh: "拍卖前六十日至后三十日，被执行人、其配偶或其公司的 {rows} 笔款项到达买受人[，合计为成交价的 {sum_amount_per_max_final_price}][，其中经他人转手占 {share_through_other}]"
  en: "{rows} payments of the debtor, the spouse or the debtor's companies reached the winner between sixty days before the
    auction and thirty after[, {sum_amount_per_max_final_price} of the price][, {share_through_other} of them through another]"
innocent:
  zh: 清偿此前真实欠款；货款、工资等正常往来
  en: "an old and true debt repaid; goods, wages and other ordinary dealings"
verify:
  zh: 穿透保证金与尾款来源，核对款项对价与拍品现占有人
  en: "trace deposit and price to their source; what was the payment for, and who occupies the asset now"
law: "网拍规定第34条；拒执解释（法释〔2024〕13号）第3条 [L]"
*/
with lot as (
  select auction.case_id, auction.auction_id, auction.winner_id, auction.final_price, day(auction.end_ts) as sold_on
  from this_case
  join auctions as auction on auction.case_id = this_case.case_id and auction.result = 'sold'
),
handed as (
  select
    lot.auction_id, payment.txn_id, payment.counterparty_id as payee_id, day(payment.ts) as paid_on, payment.amount
  from lot
  join around as payer on payer.case_id = lot.case_id and payer.role in ('debtor', 'spouse', 'company')
    and payer.party_id <> lot.winner_id
  join accounts as account on account.holder_id = payer.party_id
  join transactions as payment on payment.account_id = account.account_id and payment.direction = 'out'
    and day(payment.ts) >= lot.sold_on - 60 and day(payment.ts) <= lot.sold_on + 30
),
received as (
  select
    lot.auction_id, lot.case_id, lot.winner_id, lot.final_price, lot.sold_on, receipt.txn_id,
    receipt.counterparty_id as payer_id, day(receipt.ts) as paid_on, receipt.amount
  from lot
  join accounts as account on account.holder_id = lot.winner_id
  join transactions as receipt on receipt.account_id = account.account_id and receipt.direction = 'in'
    and day(receipt.ts) >= lot.sold_on - 60 and day(receipt.ts) <= lot.sold_on + 30
)
-- both banks may have booked a payment: it counts once
select
  lot.auction_id, lot.final_price, handed.paid_on, handed.amount, false as through_other,
  handed.paid_on - lot.sold_on as days_from_sale
from lot
join handed on handed.auction_id = lot.auction_id and handed.payee_id = lot.winner_id
union
select
  received.auction_id, received.final_price, received.paid_on, received.amount, false,
  received.paid_on - received.sold_on
from received
join around as giver on giver.case_id = received.case_id and giver.party_id = received.payer_id
  and giver.role in ('debtor', 'spouse', 'company') and giver.party_id <> received.winner_id
union
select
  onward.auction_id, onward.final_price, onward.paid_on, least(first_leg.amount, onward.amount), true,
  onward.paid_on - onward.sold_on
from received as onward
join handed as first_leg on first_leg.auction_id = onward.auction_id and first_leg.payee_id = onward.payer_id
  and onward.paid_on >= first_leg.paid_on and onward.paid_on <= first_leg.paid_on + 30
