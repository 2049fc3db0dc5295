WITH _rows AS (
  SELECT
    r._moment,
    r.place,
    r.cheap,
    r.odd,
    r.at_least_one,
    r.at_most_one,
    r.distance,
    r.half_share,
    r.price_or_value,
    r.rank_or_null,
    r.event_date AS _day
  FROM (
    SELECT
      debtor._moment,
      debtor._as_of,
      sale.event_date AS event_date,
      COALESCE(sale.price, thing.value, 0) AS price_or_value,
      ABS((
        COALESCE(sale.seize_rank, 0) - 2
      )) AS distance,
      GREATEST(sale.seize_rank, 1) AS at_least_one,
      LEAST(sale.seize_rank, 1) AS at_most_one,
      NULLIF(sale.seize_rank, 0) AS rank_or_null,
      CASE
        WHEN sale.seize_rank = 1
        THEN 'first'
        WHEN sale.seize_rank = 2
        THEN 'second'
        ELSE 'other'
      END AS place,
      CASE
        WHEN CAST(sale.price AS DOUBLE) / NULLIF((
          thing.value
        ), 0) < CAST(0.7 AS DOUBLE)
        THEN 1
        WHEN CAST(sale.price AS DOUBLE) / NULLIF((
          thing.value
        ), 0) >= CAST(0.7 AS DOUBLE)
        THEN 0
      END AS cheap,
      sale.share * CAST(0.5 AS DOUBLE) AS half_share,
      (
        (
          sale.seize_rank + 2 * 3
        ) - 1
      ) AS odd
    FROM debtors AS debtor
    JOIN asset_events AS sale
      ON sale.holder_id = debtor.party_id
      AND (
        sale._known_from < debtor._as_of AND sale._known_until >= debtor._as_of
      )
    LEFT JOIN assets AS thing
      ON thing.asset_id = sale.asset_id
      AND (
        thing._known_from < debtor._as_of AND thing._known_until >= debtor._as_of
      )
  ) AS r
  WHERE
    r.event_date < r._as_of
), _base AS (
  SELECT
    r._moment,
    COUNT(r.cheap) AS c2,
    COUNT(r.cheap) FILTER(WHERE
      r._day >= w._lo1) AS c3,
    MAX(r.odd) AS c4,
    MAX(r.odd) FILTER(WHERE
      r._day >= w._lo1) AS c5,
    COUNT(*) AS c6,
    COUNT(*) FILTER(WHERE
      r._day >= w._lo1) AS c7,
    SUM(CAST(r.at_least_one AS BIGINT)) AS c8,
    SUM(CAST(r.at_least_one AS BIGINT)) FILTER(WHERE
      r._day >= w._lo1) AS c9,
    SUM(CAST(r.at_most_one AS BIGINT)) AS c10,
    SUM(CAST(r.at_most_one AS BIGINT)) FILTER(WHERE
      r._day >= w._lo1) AS c11,
    SUM(CAST(r.cheap AS BIGINT)) AS c12,
    SUM(CAST(r.cheap AS BIGINT)) FILTER(WHERE
      r._day >= w._lo1) AS c13,
    SUM(CAST(r.distance AS BIGINT)) AS c14,
    SUM(CAST(r.distance AS BIGINT)) FILTER(WHERE
      r._day >= w._lo1) AS c15,
    SUM(CAST(FLOOR(r.half_share * 1000000 + CAST(0.5 AS DOUBLE)) AS BIGINT)) AS c16,
    SUM(CAST(FLOOR(r.half_share * 1000000 + CAST(0.5 AS DOUBLE)) AS BIGINT)) FILTER(WHERE
      r._day >= w._lo1) AS c17,
    SUM(CAST(r.price_or_value AS BIGINT)) AS c18,
    SUM(CAST(r.price_or_value AS BIGINT)) FILTER(WHERE
      r._day >= w._lo1) AS c19,
    SUM(CAST(r.rank_or_null AS BIGINT)) AS c20,
    SUM(CAST(r.rank_or_null AS BIGINT)) FILTER(WHERE
      r._day >= w._lo1) AS c21
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
      r._day >= w._lo1) AS c1
  FROM (
    SELECT
      r._moment,
      MAX(r._day) AS _day
    FROM _rows AS r
    WHERE
      NOT r.place IS NULL
    GROUP BY
      r._moment,
      r.place
  ) AS r
  JOIN moments AS w
    ON w._moment = r._moment
  GROUP BY
    r._moment
)
SELECT
  _base._moment,
  _base.c2,
  _base.c3,
  _base.c4,
  _base.c5,
  _base.c6,
  _base.c7,
  _base.c8,
  _base.c9,
  _base.c10,
  _base.c11,
  _base.c12,
  _base.c13,
  _base.c14,
  _base.c15,
  _base.c16,
  _base.c17,
  _base.c18,
  _base.c19,
  _base.c20,
  _base.c21,
  _seen0.c0,
  _seen0.c1
FROM _base
LEFT JOIN _seen0
  ON _seen0._moment = _base._moment
