WITH _rows AS (
  SELECT
    r._moment,
    r.seat,
    r.amount,
    r.days_from_filing,
    (
      CASE r.role WHEN 'debtor' THEN 0 WHEN 'applicant' THEN 1 END
    ) * 2 + CASE r.kind WHEN 'flight' THEN 0 WHEN 'golf' THEN 1 END AS _combination,
    r.spent_date AS _day
  FROM (
    SELECT
      this_case._moment,
      this_case._as_of,
      spent.spent_date AS spent_date,
      spent.kind AS kind,
      part.role AS role,
      spent.amount AS amount,
      spent.seat AS seat,
      (
        spent.spent_date - this_case.filed
      ) AS days_from_filing
    FROM this_case AS this_case
    JOIN case_parties AS part
      ON part.case_id = this_case.case_id
      AND (
        part._known_from < this_case._as_of AND part._known_until >= this_case._as_of
      )
    JOIN spending AS spent
      ON spent.party_id = part.party_id
      AND (
        spent._known_from < this_case._as_of AND spent._known_until >= this_case._as_of
      )
  ) AS r
  WHERE
    r.role IN ('debtor', 'applicant')
    AND r.kind IN ('flight', 'golf')
    AND r.spent_date < r._as_of
), _base AS (
  SELECT
    r._moment,
    r._combination,
    COUNT(r.amount) AS c3,
    COUNT(r.amount) FILTER(WHERE
      r._day >= w._lo19) AS c4,
    COUNT(r.amount) FILTER(WHERE
      r._day >= w._lo4) AS c5,
    MAX(r.amount) FILTER(WHERE
      r._day = r._last_amount_0) AS c6,
    MAX(r._day) AS c7,
    MIN(ABS(r.days_from_filing) * 2 + CASE WHEN r.days_from_filing < 0 THEN 1 ELSE 0 END) AS c8,
    MIN(ABS(r.days_from_filing) * 2 + CASE WHEN r.days_from_filing < 0 THEN 1 ELSE 0 END) FILTER(WHERE
      r._day >= w._lo19) AS c9,
    MIN(ABS(r.days_from_filing) * 2 + CASE WHEN r.days_from_filing < 0 THEN 1 ELSE 0 END) FILTER(WHERE
      r._day >= w._lo4) AS c10,
    COUNT(*) AS c11,
    COUNT(*) FILTER(WHERE
      r._day >= w._lo19) AS c12,
    COUNT(*) FILTER(WHERE
      r._day >= w._lo4) AS c13,
    SUM(CAST(r.amount AS BIGINT)) AS c14,
    SUM(CAST(r.amount AS BIGINT)) FILTER(WHERE
      r._day >= w._lo19) AS c15,
    SUM(CAST(r.amount AS BIGINT)) FILTER(WHERE
      r._day >= w._lo4) AS c16
  FROM (
    SELECT
      r.*,
      MAX(r._day) FILTER(WHERE
        NOT r.amount IS NULL) OVER (PARTITION BY r._moment, r._combination) AS _last_amount_0
    FROM _rows AS r
    JOIN moments AS w
      ON w._moment = r._moment
  ) AS r
  JOIN moments AS w
    ON w._moment = r._moment
  GROUP BY
    r._moment,
    r._combination
), _seen0 AS (
  SELECT
    r._moment,
    r._combination,
    COUNT(*) AS c0,
    COUNT(*) FILTER(WHERE
      r._day >= w._lo19) AS c1,
    COUNT(*) FILTER(WHERE
      r._day >= w._lo4) AS c2
  FROM (
    SELECT
      r._moment,
      r._combination,
      MAX(r._day) AS _day
    FROM _rows AS r
    WHERE
      NOT r.seat IS NULL
    GROUP BY
      r._moment,
      r._combination,
      r.seat
  ) AS r
  JOIN moments AS w
    ON w._moment = r._moment
  GROUP BY
    r._moment,
    r._combination
)
SELECT
  _base._moment,
  _base._combination,
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
  _seen0.c0,
  _seen0.c1,
  _seen0.c2
FROM _base
LEFT JOIN _seen0
  ON _seen0._moment = _base._moment AND _seen0._combination = _base._combination
