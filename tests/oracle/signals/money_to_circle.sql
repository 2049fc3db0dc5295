/*
label:    {zh: "plain view with a filter, joined to a circle", en: "plain view with a filter, joined to a circle"}
targets:  [concealed_assets]
typology: context
at:       ts
measures: [count, sum(amount), distinct(path), sum(amount) / claim_amount, days_since_last]
windows:  [all, 12m, since filed]
reason:   {zh: 有, en: some}
*/
select paid.ts, paid.amount, kin.path
from debtors as debtor
join accounts as account on account.holder_id = debtor.party_id
join money_out as paid on paid.account_id = account.account_id
join circle as kin on kin.party_id = paid.counterparty_id
