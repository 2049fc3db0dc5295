SELECT
  r._moment,
  COUNT(r.small) AS c0,
  COUNT(r.small) FILTER(WHERE
    r._day >= w._lo19) AS c1,
  COUNT(r.small) FILTER(WHERE
    r._day >= w._lo3) AS c2,
  COUNT(r.small) FILTER(WHERE
    r._day < w._hi8) AS c3,
  MAX(r.running) FILTER(WHERE
    r._ts = r._last_running_0) AS c4,
  MAX(r.running) AS c5,
  MAX(r.running) FILTER(WHERE
    r._day >= w._lo19) AS c6,
  MAX(r.running) FILTER(WHERE
    r._day >= w._lo3) AS c7,
  MAX(r.running) FILTER(WHERE
    r._day < w._hi8) AS c8,
  MIN(r.running) AS c9,
  MIN(r.running) FILTER(WHERE
    r._day >= w._lo19) AS c10,
  MIN(r.running) FILTER(WHERE
    r._day >= w._lo3) AS c11,
  MIN(r.running) FILTER(WHERE
    r._day < w._hi8) AS c12,
  COUNT(*) AS c13,
  COUNT(*) FILTER(WHERE
    r._day >= w._lo19) AS c14,
  COUNT(*) FILTER(WHERE
    r._day >= w._lo3) AS c15,
  COUNT(*) FILTER(WHERE
    r._day < w._hi8) AS c16,
  SUM(CAST(r.amount AS BIGINT)) AS c17,
  SUM(CAST(r.amount AS BIGINT)) FILTER(WHERE
    r._day >= w._lo19) AS c18,
  SUM(CAST(r.amount AS BIGINT)) FILTER(WHERE
    r._day >= w._lo3) AS c19,
  SUM(CAST(r.amount AS BIGINT)) FILTER(WHERE
    r._day < w._hi8) AS c20,
  SUM(CAST(r.small AS BIGINT)) AS c21,
  SUM(CAST(r.small AS BIGINT)) FILTER(WHERE
    r._day >= w._lo19) AS c22,
  SUM(CAST(r.small AS BIGINT)) FILTER(WHERE
    r._day >= w._lo3) AS c23,
  SUM(CAST(r.small AS BIGINT)) FILTER(WHERE
    r._day < w._hi8) AS c24,
  SUM(CAST(r.twice AS BIGINT)) AS c25,
  SUM(CAST(r.twice AS BIGINT)) FILTER(WHERE
    r._day >= w._lo19) AS c26,
  SUM(CAST(r.twice AS BIGINT)) FILTER(WHERE
    r._day >= w._lo3) AS c27,
  SUM(CAST(r.twice AS BIGINT)) FILTER(WHERE
    r._day < w._hi8) AS c28
FROM (
  SELECT
    r.*,
    MAX(r._ts) FILTER(WHERE
      NOT r.running IS NULL) OVER (PARTITION BY r._moment) AS _last_running_0
  FROM (
    SELECT
      r._moment,
      r.small,
      r.running,
      r.amount,
      r.twice,
      (
        r.ts // 86400
      ) AS _day,
      r.ts AS _ts
    FROM (
      WITH holder AS (
        SELECT DISTINCT
          debtor._moment,
          debtor._as_of,
          debtor.party_id AS party_id
        FROM debtors AS debtor
      )
      SELECT
        person._moment,
        person._as_of,
        txn.ts AS ts,
        txn.amount AS amount,
        CASE WHEN txn.amount < 1000000 THEN 1 WHEN NOT (
          txn.amount < 1000000
        ) THEN 0 END AS small,
        txn.amount * 2 AS twice,
        SUM(CASE WHEN txn.direction = 'in' THEN txn.amount ELSE -txn.amount END) OVER (PARTITION BY person._moment, txn.account_id ORDER BY txn.ts ASC, txn.txn_id ASC) AS running
      FROM holder AS person
      JOIN accounts AS account
        ON account.holder_id = person.party_id
        AND (
          account._known_from < person._as_of AND account._known_until >= person._as_of
        )
      JOIN transactions AS txn
        ON txn.account_id = account.account_id
        AND (
          txn.amount >= 9999 AND txn.amount <= 12345678
        )
        AND (
          txn._known_from < person._as_of AND txn._known_until >= person._as_of
        )
    ) AS r
    WHERE
      (
        r.ts // 86400
      ) < r._as_of
  ) AS r
  JOIN moments AS w
    ON w._moment = r._moment
) AS r
JOIN moments AS w
  ON w._moment = r._moment
GROUP BY
  r._moment
