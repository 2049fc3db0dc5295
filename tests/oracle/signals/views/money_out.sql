/*
label: {zh: "payments out of accounts (a plain view with money in its where)", en: "payments out of accounts (a plain view with money in its where)"}
*/
select txn.account_id, txn.ts, txn.amount, txn.counterparty_id, txn.txn_id
from transactions as txn
where txn.direction = 'out' and txn.amount >= 100.5
