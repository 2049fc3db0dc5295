WITH _rows AS (
  SELECT
    r._moment,
    r.month,
    r.base,
    r.paid,
    r.month AS _day
  FROM (
    SELECT
      debtor._moment,
      debtor._as_of,
      income.month AS month,
      income.base AS base,
      income.paid AS paid
    FROM debtors AS debtor
    JOIN income_records AS income
      ON income.party_id = debtor.party_id
      AND (
        income._known_from < debtor._as_of AND income._known_until >= debtor._as_of
      )
    WHERE
      NOT (
        EXISTS(
          SELECT
            1
          FROM property_queries AS query
          WHERE
            query.party_id = income.party_id
            AND query.query_date >= income.month
            AND (
              query._known_from < debtor._as_of AND query._known_until >= debtor._as_of
            )
        )
      )
  ) AS r
  WHERE
    r.month < r._as_of
), _base AS (
  SELECT
    r._moment,
    COUNT(*) AS c3,
    COUNT(*) FILTER(WHERE
      r._day >= w._lo20) AS c4,
    COUNT(*) FILTER(WHERE
      r._day >= w._lo5) AS c5,
    SUM(CAST(r.base AS BIGINT)) AS c6,
    SUM(CAST(r.base AS BIGINT)) FILTER(WHERE
      r._day >= w._lo20) AS c7,
    SUM(CAST(r.base AS BIGINT)) FILTER(WHERE
      r._day >= w._lo5) AS c8,
    SUM(CAST(r.paid AS BIGINT)) AS c9,
    SUM(CAST(r.paid AS BIGINT)) FILTER(WHERE
      r._day >= w._lo20) AS c10,
    SUM(CAST(r.paid AS BIGINT)) FILTER(WHERE
      r._day >= w._lo5) AS c11
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
      r._day >= w._lo20) AS c1,
    COUNT(*) FILTER(WHERE
      r._day >= w._lo5) AS c2
  FROM (
    SELECT
      r._moment,
      MAX(r._day) AS _day
    FROM _rows AS r
    WHERE
      NOT r.month IS NULL
    GROUP BY
      r._moment,
      r.month
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
  _base.c10,
  _base.c11,
  _seen0.c0,
  _seen0.c1,
  _seen0.c2
FROM _base
LEFT JOIN _seen0
  ON _seen0._moment = _base._moment
