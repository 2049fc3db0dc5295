/*
label:    {zh: 转出, en: Money out}
targets:  [concealed_assets]
typology: context
at:       ts
measures: [count, sum(amount), max(amount), distinct(counterparty_id), days_since_last]
windows:  [30d, 90d, 180d, 365d, 730d, 1095d]
reason:   {zh: "转出 {count} 笔", en: "Money out, {count}"}
*/
select flow.txn_id, flow.ts, flow.amount, flow.counterparty_id
from debtors as debtor
join accounts as account on account.holder_id = debtor.party_id
join transactions as flow on flow.account_id = account.account_id and flow.direction = 'out'
