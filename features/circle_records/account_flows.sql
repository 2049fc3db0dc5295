/*
label:    {zh: 资金流水, en: "Money through the accounts"}
targets:  [concealed_assets]
typology: [A5, A14, A18]
direction: either
at:       ts
by:
  flow:
    in_transfer: {zh: 转账收入, en: money in by transfer}
    in_cash: {zh: 现金收入, en: money in in cash}
    in_wallet: {zh: 网络支付收入, en: money in by wallet}
    in_card: {zh: 刷卡收入, en: money in by card}
    out_transfer: {zh: 转账支出, en: money out by transfer}
    out_cash: {zh: 现金支出, en: money out in cash}
    out_wallet: {zh: 网络支付支出, en: money out by wallet}
    out_card: {zh: 刷卡支出, en: money out by card}
measures: [count, sum(amount) / claim_amount, nearest(days_from_service), max(days_from_filing)]
reason:
  zh: "被执行人账户{flow} {rows} 笔[，金额合计为执行标的的 {sum_amount_per_claim_amount} 倍][，最近一笔在 {last_day}]"
  en: "Through the accounts of the debtor: {flow}, {rows} payments[, {sum_amount_per_claim_amount} times the claim in all][, the last on {last_day}]"
innocent:
  zh: "生活收支；工资发放；正常经营往来"
  en: "ordinary income and spending; wages; payments of a trade"
verify:
  zh: "逐笔核对对手方与用途"
  en: "each payment: to whom and for what"
*/
select
  flow.txn_id, flow.ts, flow.amount, flow.direction || '_' || flow.channel as flow,
  day(flow.ts) - this_case.served as days_from_service,
  day(flow.ts) - this_case.filed as days_from_filing
from debtors as debtor
join this_case on this_case.case_id = debtor.case_id
join accounts as account on account.holder_id = debtor.party_id
join transactions as flow on flow.account_id = account.account_id
