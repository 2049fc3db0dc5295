SELECT
  txn._known_from,
  txn._known_until,
  txn.account_id AS account_id,
  txn.ts AS ts,
  txn.amount AS amount,
  txn.counterparty_id AS counterparty_id,
  txn.txn_id AS txn_id
FROM transactions AS txn
WHERE
  txn.direction = 'out' AND txn.amount >= 10050
