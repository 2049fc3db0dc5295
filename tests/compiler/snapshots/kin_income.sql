SELECT
  r._moment,
  MAX(r._day) AS c0,
  COUNT(*) AS c1,
  COUNT(*) FILTER(WHERE
    r._day >= w._lo1) AS c2,
  SUM(CAST(r.base AS BIGINT)) AS c3,
  SUM(CAST(r.base AS BIGINT)) FILTER(WHERE
    r._day >= w._lo1) AS c4
FROM (
  SELECT
    r._moment,
    r.base,
    r.month AS _day
  FROM (
    SELECT
      this_party._moment,
      this_party._as_of,
      income.party_id AS party_id,
      income.month AS month,
      income.base AS base
    FROM this_party_circle AS this_party
    JOIN income_records AS income
      ON income.party_id = this_party.party_id
      AND (
        income._known_from < this_party._as_of
        AND income._known_until >= this_party._as_of
      )
  ) AS r
  WHERE
    r.month < r._as_of
) AS r
JOIN moments_party_circle AS w
  ON w._moment = r._moment
GROUP BY
  r._moment
