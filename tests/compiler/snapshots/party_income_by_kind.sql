SELECT
  r._moment,
  r._combination,
  COUNT(DISTINCT r.month) AS c0,
  MAX(r.base) AS c1,
  COUNT(*) AS c2,
  SUM(CAST(r.base AS BIGINT)) AS c3
FROM (
  SELECT
    r._moment,
    r.month,
    r.base,
    CASE r.kind
      WHEN 'housing_fund'
      THEN 0
      WHEN 'social_security'
      THEN 1
      WHEN 'pension'
      THEN 2
    END AS _combination
  FROM (
    SELECT
      this_party._moment,
      this_party._as_of,
      income.kind AS kind,
      income.month AS month,
      income.base AS base
    FROM this_party_debtors AS this_party
    JOIN income_records AS income
      ON income.party_id = this_party.party_id
      AND (
        income._known_from < this_party._as_of
        AND income._known_until >= this_party._as_of
      )
  ) AS r
  WHERE
    r.kind IN ('housing_fund', 'social_security', 'pension')
) AS r
JOIN moments_party_debtors AS w
  ON w._moment = r._moment
GROUP BY
  r._moment,
  r._combination
