SELECT
  r._moment,
  MAX(r._day) AS c0,
  MAX(r.months) AS c1,
  MAX(r.months) FILTER(WHERE
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
    r.months,
    r.base,
    r.month AS _day
  FROM (
    WITH ordered AS (
      SELECT
        person._moment,
        person._as_of,
        income.party_id AS party_id,
        income.kind AS kind,
        income.month AS month,
        income.base AS base,
        ROW_NUMBER() OVER (
          PARTITION BY person._moment, income.party_id, income.kind
          ORDER BY income.month DESC, income.kind ASC, person.party_id, income._key
        ) AS place,
        COUNT(*) OVER (PARTITION BY person._moment, income.party_id) AS months
      FROM (
        SELECT DISTINCT
          debtor._moment,
          debtor._as_of,
          debtor.party_id AS party_id
        FROM debtors AS debtor
      ) AS person
      JOIN income_records AS income
        ON income.party_id = person.party_id
        AND (
          income._known_from < person._as_of AND income._known_until >= person._as_of
        )
    )
    SELECT
      newest._moment,
      newest._as_of,
      newest.month AS month,
      newest.base AS base,
      newest.months AS months
    FROM ordered AS newest
    WHERE
      newest.place = 1
  ) AS r
  WHERE
    r.month < r._as_of
) AS r
JOIN moments AS w
  ON w._moment = r._moment
GROUP BY
  r._moment
