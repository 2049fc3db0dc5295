SELECT
  r._moment,
  MAX(r._day) AS c0,
  MAX(r.age) AS c1,
  MAX(r.age) FILTER(WHERE
    r._day >= w._lo1) AS c2,
  COUNT(*) AS c3,
  COUNT(*) FILTER(WHERE
    r._day >= w._lo1) AS c4,
  SUM(CAST(r.base AS BIGINT)) AS c5,
  SUM(CAST(r.base AS BIGINT)) FILTER(WHERE
    r._day >= w._lo1) AS c6
FROM (
  SELECT
    r._moment,
    r.age,
    r.base,
    r.month AS _day
  FROM (
    SELECT
      this_party._moment,
      this_party._as_of,
      income.month AS month,
      income.base AS base,
      (
        this_party._as_of - income.month
      ) AS age
    FROM this_party_debtors AS this_party
    LEFT JOIN income_records AS income
      ON income.party_id = this_party.party_id
      AND (
        income._known_from < this_party._as_of
        AND income._known_until >= this_party._as_of
      )
  ) AS r
  WHERE
    r.month < r._as_of
) AS r
JOIN moments_party_debtors AS w
  ON w._moment = r._moment
GROUP BY
  r._moment
