SELECT
  r._moment,
  MIN(r.amount) FILTER(WHERE
    r._day = r._first_amount_0) AS c0,
  MAX(r.amount) FILTER(WHERE
    r._day >= w._lo1 AND r._day = r._last_amount_1) AS c1,
  MAX(r.amount) FILTER(WHERE
    r._day >= w._lo13 AND r._day < w._hi13 AND r._day = r._last_amount_13) AS c2,
  MAX(r._day) FILTER(WHERE
    r._day >= w._lo19) AS c3,
  MAX(r._day) FILTER(WHERE
    r._day >= w._lo4) AS c4,
  MAX(r._day) FILTER(WHERE
    r._day >= w._lo6) AS c5,
  COUNT(*) FILTER(WHERE
    r._day < w._hi10) AS c6,
  COUNT(*) FILTER(WHERE
    r._day >= w._lo11 AND r._day < w._hi11) AS c7,
  COUNT(*) FILTER(WHERE
    r._day >= w._lo12 AND r._day < w._hi12) AS c8,
  COUNT(*) FILTER(WHERE
    r._day >= w._lo13 AND r._day < w._hi13) AS c9,
  COUNT(*) FILTER(WHERE
    r._day >= w._lo14 AND r._day < w._hi14) AS c10,
  COUNT(*) FILTER(WHERE
    r._day >= w._lo15 AND r._day < w._hi15) AS c11,
  COUNT(*) FILTER(WHERE
    r._day >= w._lo16 AND r._day < w._hi16) AS c12,
  COUNT(*) FILTER(WHERE
    r._day >= w._lo17 AND r._day < w._hi17) AS c13,
  COUNT(*) FILTER(WHERE
    r._day >= w._lo18) AS c14,
  COUNT(*) FILTER(WHERE
    r._day >= w._lo2) AS c15,
  COUNT(*) FILTER(WHERE
    r._day >= w._lo3) AS c16,
  COUNT(*) FILTER(WHERE
    r._day >= w._lo4) AS c17,
  COUNT(*) FILTER(WHERE
    r._day >= w._lo5) AS c18,
  COUNT(*) FILTER(WHERE
    r._day >= w._lo6) AS c19,
  COUNT(*) FILTER(WHERE
    r._day >= w._lo7) AS c20,
  COUNT(*) FILTER(WHERE
    r._day < w._hi8) AS c21,
  COUNT(*) FILTER(WHERE
    r._day < w._hi9) AS c22,
  SUM(CAST(r.amount AS BIGINT)) FILTER(WHERE
    r._day < w._hi10) AS c23,
  SUM(CAST(r.amount AS BIGINT)) FILTER(WHERE
    r._day >= w._lo11 AND r._day < w._hi11) AS c24,
  SUM(CAST(r.amount AS BIGINT)) FILTER(WHERE
    r._day >= w._lo12 AND r._day < w._hi12) AS c25,
  SUM(CAST(r.amount AS BIGINT)) FILTER(WHERE
    r._day >= w._lo13 AND r._day < w._hi13) AS c26,
  SUM(CAST(r.amount AS BIGINT)) FILTER(WHERE
    r._day >= w._lo14 AND r._day < w._hi14) AS c27,
  SUM(CAST(r.amount AS BIGINT)) FILTER(WHERE
    r._day >= w._lo15 AND r._day < w._hi15) AS c28,
  SUM(CAST(r.amount AS BIGINT)) FILTER(WHERE
    r._day >= w._lo16 AND r._day < w._hi16) AS c29,
  SUM(CAST(r.amount AS BIGINT)) FILTER(WHERE
    r._day >= w._lo17 AND r._day < w._hi17) AS c30,
  SUM(CAST(r.amount AS BIGINT)) FILTER(WHERE
    r._day >= w._lo18) AS c31,
  SUM(CAST(r.amount AS BIGINT)) FILTER(WHERE
    r._day >= w._lo2) AS c32,
  SUM(CAST(r.amount AS BIGINT)) FILTER(WHERE
    r._day >= w._lo3) AS c33,
  SUM(CAST(r.amount AS BIGINT)) FILTER(WHERE
    r._day >= w._lo4) AS c34,
  SUM(CAST(r.amount AS BIGINT)) FILTER(WHERE
    r._day >= w._lo5) AS c35,
  SUM(CAST(r.amount AS BIGINT)) FILTER(WHERE
    r._day >= w._lo6) AS c36,
  SUM(CAST(r.amount AS BIGINT)) FILTER(WHERE
    r._day >= w._lo7) AS c37,
  SUM(CAST(r.amount AS BIGINT)) FILTER(WHERE
    r._day < w._hi8) AS c38,
  SUM(CAST(r.amount AS BIGINT)) FILTER(WHERE
    r._day < w._hi9) AS c39
FROM (
  SELECT
    r.*,
    MIN(r._day) FILTER(WHERE
      NOT r.amount IS NULL) OVER (PARTITION BY r._moment) AS _first_amount_0,
    MAX(r._day) FILTER(WHERE
      r._day >= w._lo1 AND NOT r.amount IS NULL) OVER (PARTITION BY r._moment) AS _last_amount_1,
    MAX(r._day) FILTER(WHERE
      r._day >= w._lo13 AND r._day < w._hi13 AND NOT r.amount IS NULL) OVER (PARTITION BY r._moment) AS _last_amount_13
  FROM (
    SELECT
      r._moment,
      r.amount,
      r.query_date AS _day
    FROM (
      SELECT
        this_case._moment,
        this_case._as_of,
        role.case_id AS case_id,
        act.query_date AS query_date,
        act.amount AS amount
      FROM this_case AS this_case
      JOIN case_parties AS role
        ON role.case_id = this_case.case_id
        AND role.role IN ('debtor', 'guarantor')
        AND (
          role._known_from < this_case._as_of AND role._known_until >= this_case._as_of
        )
      JOIN property_queries AS act
        ON act.party_id = role.party_id
        AND (
          act._known_from < this_case._as_of AND act._known_until >= this_case._as_of
        )
    ) AS r
    WHERE
      r.query_date < r._as_of
  ) AS r
  JOIN moments AS w
    ON w._moment = r._moment
) AS r
JOIN moments AS w
  ON w._moment = r._moment
GROUP BY
  r._moment
