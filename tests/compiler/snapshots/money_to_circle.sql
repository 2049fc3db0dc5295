WITH _rows AS (
  SELECT
    r._moment,
    r.path,
    r.amount,
    (
      r.ts // 86400
    ) AS _day
  FROM (
    SELECT
      debtor._moment,
      debtor._as_of,
      paid.ts AS ts,
      paid.amount AS amount,
      kin.path AS path
    FROM debtors AS debtor
    JOIN accounts AS account
      ON account.holder_id = debtor.party_id
      AND (
        account._known_from < debtor._as_of AND account._known_until >= debtor._as_of
      )
    JOIN money_out AS paid
      ON paid.account_id = account.account_id
      AND (
        paid._known_from < debtor._as_of AND paid._known_until >= debtor._as_of
      )
    JOIN circle AS kin
      ON kin._moment = debtor._moment AND kin.party_id = paid.counterparty_id
  ) AS r
  WHERE
    (
      r.ts // 86400
    ) < r._as_of
), _base AS (
  SELECT
    r._moment,
    MAX(r._day) AS c3,
    COUNT(*) AS c4,
    COUNT(*) FILTER(WHERE
      r._day >= w._lo1) AS c5,
    COUNT(*) FILTER(WHERE
      r._day >= w._lo5) AS c6,
    SUM(CAST(r.amount AS BIGINT)) AS c7,
    SUM(CAST(r.amount AS BIGINT)) FILTER(WHERE
      r._day >= w._lo1) AS c8,
    SUM(CAST(r.amount AS BIGINT)) FILTER(WHERE
      r._day >= w._lo5) AS c9
  FROM _rows AS r
  JOIN moments AS w
    ON w._moment = r._moment
  GROUP BY
    r._moment
), _seen0 AS (
  SELECT
    r._moment,
    COUNT(*) AS c0,
    COUNT(*) FILTER(WHERE
      r._day >= w._lo1) AS c1,
    COUNT(*) FILTER(WHERE
      r._day >= w._lo5) AS c2
  FROM (
    SELECT
      r._moment,
      MAX(r._day) AS _day
    FROM _rows AS r
    WHERE
      NOT r.path IS NULL
    GROUP BY
      r._moment,
      r.path
  ) AS r
  JOIN moments AS w
    ON w._moment = r._moment
  GROUP BY
    r._moment
)
SELECT
  _base._moment,
  _base.c3,
  _base.c4,
  _base.c5,
  _base.c6,
  _base.c7,
  _base.c8,
  _base.c9,
  _seen0.c0,
  _seen0.c1,
  _seen0.c2
FROM _base
LEFT JOIN _seen0
  ON _seen0._moment = _base._moment
