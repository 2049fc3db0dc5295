/*
label:    {zh: 资金流向关联人, en: Money paid to people near the debtor}
targets:  [concealed_assets]
typology: [A1, A18]
at:       ts
measures: [count, sum(amount) / claim_amount, distinct(counterparty_id), sum(returned) / sum(amount)]
windows:  [12m before suit_filed, suit_filed to filed, since filed]
reason:
  zh: "{window}，向关联人付款 {rows} 笔[，涉及 {distinct_counterparty_id} 人][，金额为执行标的的 {sum_amount_per_claim_amount} 倍]"
  en: "{window}, {rows} payments to people near the debtor[, {distinct_counterparty_id} of them][,
    {sum_amount_per_claim_amount} times the claim]"
innocent:
  zh: 家庭日常开支、赡养抚养费、有对价的往来
  en: "household living; maintenance; payments for something"
verify:
  zh: 核对摘要与对价，追查资金最终去向
  en: "what was it for, and where did the money end up"
law: "拒执解释（法释〔2024〕13号）第6条：收到应诉通知后隐藏、转移财产 [L]"
law_since: served
*/
select
  payment.txn_id, payment.ts, payment.amount, payment.counterparty_id, payment.memo, near.path,
  coalesce((
    select sum(back.amount) from transactions as back
    where back.account_id = payment.account_id and back.counterparty_id = payment.counterparty_id
      and back.direction = 'in' and back.ts > payment.ts and day(back.ts) <= day(payment.ts) + 30
  ), 0) as returned
from debtors as debtor
join accounts as account on account.holder_id = debtor.party_id
join transactions as payment on payment.account_id = account.account_id and payment.direction = 'out'
join circle as near on near.party_id = payment.counterparty_id
