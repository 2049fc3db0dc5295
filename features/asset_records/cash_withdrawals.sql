/*
label:    {zh: 大额取现与转入电子钱包, en: Cash drawn and money moved to wallets}
targets:  [concealed_assets]
typology: A18
at:       ts
measures: [sum(hidden) / claim_amount, sum(hidden) / sum(amount)]
windows:  [12m before suit_filed, since suit_filed, 90d after served]
evidence: hidden
reason:
  zh: "{window}，取现及转入电子钱包 {rows} 笔[，金额为执行标的的 {sum_hidden_per_claim_amount} 倍][，占同期支出的 {sum_hidden_per_sum_amount}]"
  en: "{window}, {rows} withdrawals of cash and payments to wallets[, {sum_hidden_per_claim_amount} times the claim][,
    {sum_hidden_per_sum_amount} of all that went out]"
innocent:
  zh: 发放现金工资、农户收购、日常零用
  en: "wages in cash; farmers; pocket money"
verify:
  zh: 核实取现用途与钱包账户余额
  en: "what the cash was for; what the wallets hold"
*/
select
  payment.txn_id, payment.ts, payment.channel, payment.amount,
  case when payment.channel in ('cash', 'wallet') then payment.amount else 0 end as hidden
from debtors as debtor
join accounts as account on account.holder_id = debtor.party_id
join transactions as payment on payment.account_id = account.account_id and payment.direction = 'out'
