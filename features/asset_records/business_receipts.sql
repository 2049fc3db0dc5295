/*
label:    {zh: 个人账户收取货款, en: Business receipts on private accounts}
targets:  [concealed_assets]
typology: A5
at:       ts
measures: [count, sum(amount) / claim_amount, distinct(counter_account)]
windows:  [since suit_filed, since filed]
reason:
  zh: "{window}，个人账户收取货款 {rows} 笔[，来自 {distinct_counter_account} 个账户][，金额为执行标的的 {sum_amount_per_claim_amount} 倍]"
  en: "{window}, {rows} business receipts on private accounts[, from {distinct_counter_account} accounts][,
    {sum_amount_per_claim_amount} times the claim]"
innocent:
  zh: 个体小额经营维持生计；代收代付
  en: "a small trade to live on; collected for someone else"
verify:
  zh: 询问付款人交易内容，核对开票与送货单
  en: "ask the payers what they bought; invoices and delivery notes"
*/
select receipt.txn_id, receipt.ts, receipt.amount, receipt.counter_account, receipt.memo
from debtors as debtor
join accounts as account on account.holder_id = debtor.party_id
join transactions as receipt
  on receipt.account_id = account.account_id and receipt.direction = 'in' and receipt.memo like '%货款%'
where debtor.party_kind <> 'company'
