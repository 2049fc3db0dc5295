WITH _rows AS (
  SELECT
    r._moment,
    r.case_id,
    r.court_code,
    r.claim_amount,
    r.sues,
    r.filed_date AS _day
  FROM (
    SELECT
      this_party._moment,
      this_party._as_of,
      other.case_id AS case_id,
      other.filed_date AS filed_date,
      other.claim_amount AS claim_amount,
      other.court_code AS court_code,
      CASE
        WHEN role.role = 'plaintiff'
        THEN 1
        WHEN NOT (
          role.role = 'plaintiff'
        )
        THEN 0
      END AS sues
    FROM this_party_applicants AS this_party
    JOIN case_parties AS role
      ON role.party_id = this_party.party_id
      AND role.role IN ('plaintiff', 'applicant')
      AND (
        role._known_from < this_party._as_of AND role._known_until >= this_party._as_of
      )
    JOIN cases AS other
      ON other.case_id = role.case_id
      AND (
        other._known_from < this_party._as_of AND other._known_until >= this_party._as_of
      )
  ) AS r
  WHERE
    r.filed_date < r._as_of
), _base AS (
  SELECT
    r._moment,
    COUNT(r.claim_amount) AS c6,
    COUNT(r.claim_amount) FILTER(WHERE
      r._day >= w._lo1) AS c7,
    COUNT(r.claim_amount) FILTER(WHERE
      r._day >= w._lo19) AS c8,
    COUNT(r.sues) AS c9,
    COUNT(r.sues) FILTER(WHERE
      r._day >= w._lo1) AS c10,
    COUNT(r.sues) FILTER(WHERE
      r._day >= w._lo19) AS c11,
    MIN(r.claim_amount) FILTER(WHERE
      r._day = r._first_claim_amount_0) AS c12,
    MIN(r._day) AS c13,
    MAX(r._day) AS c14,
    MIN(r.claim_amount) AS c15,
    MIN(r.claim_amount) FILTER(WHERE
      r._day >= w._lo1) AS c16,
    MIN(r.claim_amount) FILTER(WHERE
      r._day >= w._lo19) AS c17,
    COUNT(*) AS c18,
    COUNT(*) FILTER(WHERE
      r._day >= w._lo1) AS c19,
    COUNT(*) FILTER(WHERE
      r._day >= w._lo19) AS c20,
    SUM(CAST(r.claim_amount AS BIGINT)) AS c21,
    SUM(CAST(r.claim_amount AS BIGINT)) FILTER(WHERE
      r._day >= w._lo1) AS c22,
    SUM(CAST(r.claim_amount AS BIGINT)) FILTER(WHERE
      r._day >= w._lo19) AS c23,
    SUM(CAST(r.sues AS BIGINT)) AS c24,
    SUM(CAST(r.sues AS BIGINT)) FILTER(WHERE
      r._day >= w._lo1) AS c25,
    SUM(CAST(r.sues AS BIGINT)) FILTER(WHERE
      r._day >= w._lo19) AS c26
  FROM (
    SELECT
      r.*,
      MIN(r._day) FILTER(WHERE
        NOT r.claim_amount IS NULL) OVER (PARTITION BY r._moment) AS _first_claim_amount_0
    FROM _rows AS r
    JOIN moments_party_applicants AS w
      ON w._moment = r._moment
  ) AS r
  JOIN moments_party_applicants AS w
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
      r._day >= w._lo19) AS c2
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
  JOIN moments_party_applicants AS w
    ON w._moment = r._moment
  GROUP BY
    r._moment
), _seen1 AS (
  SELECT
    r._moment,
    COUNT(*) AS c3,
    COUNT(*) FILTER(WHERE
      r._day >= w._lo1) AS c4,
    COUNT(*) FILTER(WHERE
      r._day >= w._lo19) AS c5
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
  JOIN moments_party_applicants AS w
    ON w._moment = r._moment
  GROUP BY
    r._moment
)
SELECT
  _base._moment,
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
  _base.c22,
  _base.c23,
  _base.c24,
  _base.c25,
  _base.c26,
  _seen0.c0,
  _seen0.c1,
  _seen0.c2,
  _seen1.c3,
  _seen1.c4,
  _seen1.c5
FROM _base
LEFT JOIN _seen0
  ON _seen0._moment = _base._moment
LEFT JOIN _seen1
  ON _seen1._moment = _base._moment
