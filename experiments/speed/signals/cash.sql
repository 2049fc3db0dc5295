/*
label:    {zh: 取现, en: Cash}
targets:  [concealed_assets]
typology: context
at:       ts
measures: [count, sum(amount)]
windows:  [90d, 180d, 365d, 730d, 1095d]
reason:   {zh: "取现 {count} 笔", en: "Cash, {count}"}
*/
select flow.txn_id, flow.ts, flow.amount, flow.counterparty_id
from debtors as debtor
join accounts as account on account.holder_id = debtor.party_id
join transactions as flow on flow.account_id = account.account_id and flow.channel = 'cash'
