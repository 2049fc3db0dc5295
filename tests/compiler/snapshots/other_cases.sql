WITH _rows AS (
  SELECT
    r._moment,
    r.case_id,
    r.court_code,
    r.party_id,
    r.claim_amount,
    r.filed_date AS _day
  FROM (
    SELECT
      this_case._moment,
      this_case._as_of,
      other.case_id AS case_id,
      other.filed_date AS filed_date,
      other.claim_amount AS claim_amount,
      other.court_code AS court_code,
      role.party_id AS party_id
    FROM this_case AS this_case
    JOIN case_parties AS mine
      ON mine.case_id = this_case.case_id
      AND mine.role = 'debtor'
      AND (
        mine._known_from < this_case._as_of AND mine._known_until >= this_case._as_of
      )
    JOIN case_parties AS role
      ON role.party_id = mine.party_id
      AND role.case_id <> this_case.case_id
      AND (
        role._known_from < this_case._as_of AND role._known_until >= this_case._as_of
      )
    JOIN cases AS other
      ON other.case_id = role.case_id
      AND (
        other._known_from < this_case._as_of AND other._known_until >= this_case._as_of
      )
  ) AS r
  WHERE
    r.filed_date < r._as_of
), _base AS (
  SELECT
    r._moment,
    COUNT(DISTINCT r.case_id) FILTER(WHERE
      r._day < w._hi8) AS c6,
    COUNT(DISTINCT r.court_code) FILTER(WHERE
      r._day < w._hi8) AS c13,
    COUNT(DISTINCT r.party_id) FILTER(WHERE
      r._day < w._hi8) AS c20,
    COUNT(r.claim_amount) AS c21,
    COUNT(r.claim_amount) FILTER(WHERE
      r._day >= w._lo1) AS c22,
    COUNT(r.claim_amount) FILTER(WHERE
      r._day >= w._lo19) AS c23,
    COUNT(r.claim_amount) FILTER(WHERE
      r._day >= w._lo21) AS c24,
    COUNT(r.claim_amount) FILTER(WHERE
      r._day >= w._lo4) AS c25,
    COUNT(r.claim_amount) FILTER(WHERE
      r._day >= w._lo5) AS c26,
    COUNT(r.claim_amount) FILTER(WHERE
      r._day < w._hi8) AS c27,
    MIN(r._day) AS c28,
    MAX(r._day) AS c29,
    MAX(r.claim_amount) AS c30,
    MAX(r.claim_amount) FILTER(WHERE
      r._day >= w._lo1) AS c31,
    MAX(r.claim_amount) FILTER(WHERE
      r._day >= w._lo19) AS c32,
    MAX(r.claim_amount) FILTER(WHERE
      r._day >= w._lo21) AS c33,
    MAX(r.claim_amount) FILTER(WHERE
      r._day >= w._lo4) AS c34,
    MAX(r.claim_amount) FILTER(WHERE
      r._day >= w._lo5) AS c35,
    MAX(r.claim_amount) FILTER(WHERE
      r._day < w._hi8) AS c36,
    MIN(r.claim_amount) AS c37,
    MIN(r.claim_amount) FILTER(WHERE
      r._day >= w._lo1) AS c38,
    MIN(r.claim_amount) FILTER(WHERE
      r._day >= w._lo19) AS c39,
    MIN(r.claim_amount) FILTER(WHERE
      r._day >= w._lo21) AS c40,
    MIN(r.claim_amount) FILTER(WHERE
      r._day >= w._lo4) AS c41,
    MIN(r.claim_amount) FILTER(WHERE
      r._day >= w._lo5) AS c42,
    MIN(r.claim_amount) FILTER(WHERE
      r._day < w._hi8) AS c43,
    COUNT(*) AS c44,
    COUNT(*) FILTER(WHERE
      r._day >= w._lo1) AS c45,
    COUNT(*) FILTER(WHERE
      r._day >= w._lo19) AS c46,
    COUNT(*) FILTER(WHERE
      r._day >= w._lo21) AS c47,
    COUNT(*) FILTER(WHERE
      r._day >= w._lo4) AS c48,
    COUNT(*) FILTER(WHERE
      r._day >= w._lo5) AS c49,
    COUNT(*) FILTER(WHERE
      r._day < w._hi8) AS c50,
    SUM(CAST(r.claim_amount AS BIGINT)) AS c51,
    SUM(CAST(r.claim_amount AS BIGINT)) FILTER(WHERE
      r._day >= w._lo1) AS c52,
    SUM(CAST(r.claim_amount AS BIGINT)) FILTER(WHERE
      r._day >= w._lo19) AS c53,
    SUM(CAST(r.claim_amount AS BIGINT)) FILTER(WHERE
      r._day >= w._lo21) AS c54,
    SUM(CAST(r.claim_amount AS BIGINT)) FILTER(WHERE
      r._day >= w._lo4) AS c55,
    SUM(CAST(r.claim_amount AS BIGINT)) FILTER(WHERE
      r._day >= w._lo5) AS c56,
    SUM(CAST(r.claim_amount AS BIGINT)) FILTER(WHERE
      r._day < w._hi8) AS c57
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
      r._day >= w._lo19) AS c2,
    COUNT(*) FILTER(WHERE
      r._day >= w._lo21) AS c3,
    COUNT(*) FILTER(WHERE
      r._day >= w._lo4) AS c4,
    COUNT(*) FILTER(WHERE
      r._day >= w._lo5) AS c5
  FROM (
    SELECT
      r._moment,
      MAX(r._day) AS _day
    FROM _rows AS r
    WHERE
      NOT r.case_id IS NULL
    GROUP BY
      r._moment,
      r.case_id
  ) AS r
  JOIN moments AS w
    ON w._moment = r._moment
  GROUP BY
    r._moment
), _seen1 AS (
  SELECT
    r._moment,
    COUNT(*) AS c7,
    COUNT(*) FILTER(WHERE
      r._day >= w._lo1) AS c8,
    COUNT(*) FILTER(WHERE
      r._day >= w._lo19) AS c9,
    COUNT(*) FILTER(WHERE
      r._day >= w._lo21) AS c10,
    COUNT(*) FILTER(WHERE
      r._day >= w._lo4) AS c11,
    COUNT(*) FILTER(WHERE
      r._day >= w._lo5) AS c12
  FROM (
    SELECT
      r._moment,
      MAX(r._day) AS _day
    FROM _rows AS r
    WHERE
      NOT r.court_code IS NULL
    GROUP BY
      r._moment,
      r.court_code
  ) AS r
  JOIN moments AS w
    ON w._moment = r._moment
  GROUP BY
    r._moment
), _seen2 AS (
  SELECT
    r._moment,
    COUNT(*) AS c14,
    COUNT(*) FILTER(WHERE
      r._day >= w._lo1) AS c15,
    COUNT(*) FILTER(WHERE
      r._day >= w._lo19) AS c16,
    COUNT(*) FILTER(WHERE
      r._day >= w._lo21) AS c17,
    COUNT(*) FILTER(WHERE
      r._day >= w._lo4) AS c18,
    COUNT(*) FILTER(WHERE
      r._day >= w._lo5) AS c19
  FROM (
    SELECT
      r._moment,
      MAX(r._day) AS _day
    FROM _rows AS r
    WHERE
      NOT r.party_id IS NULL
    GROUP BY
      r._moment,
      r.party_id
  ) AS r
  JOIN moments AS w
    ON w._moment = r._moment
  GROUP BY
    r._moment
)
SELECT
  _base._moment,
  _base.c6,
  _base.c13,
  _base.c20,
  _base.c21,
  _base.c22,
  _base.c23,
  _base.c24,
  _base.c25,
  _base.c26,
  _base.c27,
  _base.c28,
  _base.c29,
  _base.c30,
  _base.c31,
  _base.c32,
  _base.c33,
  _base.c34,
  _base.c35,
  _base.c36,
  _base.c37,
  _base.c38,
  _base.c39,
  _base.c40,
  _base.c41,
  _base.c42,
  _base.c43,
  _base.c44,
  _base.c45,
  _base.c46,
  _base.c47,
  _base.c48,
  _base.c49,
  _base.c50,
  _base.c51,
  _base.c52,
  _base.c53,
  _base.c54,
  _base.c55,
  _base.c56,
  _base.c57,
  _seen0.c0,
  _seen0.c1,
  _seen0.c2,
  _seen0.c3,
  _seen0.c4,
  _seen0.c5,
  _seen1.c7,
  _seen1.c8,
  _seen1.c9,
  _seen1.c10,
  _seen1.c11,
  _seen1.c12,
  _seen2.c14,
  _seen2.c15,
  _seen2.c16,
  _seen2.c17,
  _seen2.c18,
  _seen2.c19
FROM _base
LEFT JOIN _seen0
  ON _seen0._moment = _base._moment
LEFT JOIN _seen1
  ON _seen1._moment = _base._moment
LEFT JOIN _seen2
  ON _seen2._moment = _base._moment
