/*
label:    {zh: "a running sum, money literals, timestamps", en: "a running sum, money literals, timestamps"}
targets:  [concealed_assets]
typology: context
at:       ts
measures: [count, share(small), min(running), max(running), last(running), sum(twice), sum(amount)]
windows:  [all, 90d, 1m, before filed]
reason:   {zh: 有, en: some}
*/
with holder as (
  select distinct debtor.party_id from debtors as debtor
)
select txn.ts, txn.amount, txn.amount < 10000 as small, txn.amount * 2 as twice,
       sum(case when txn.direction = 'in' then txn.amount else -txn.amount end)
         over (partition by txn.account_id order by txn.ts, txn.txn_id) as running
from holder as person
join accounts as account on account.holder_id = person.party_id
join transactions as txn on txn.account_id = account.account_id and txn.amount between 99.99 and 123456.78
