WITH _rows AS (
  SELECT
    r._moment,
    r.close_mode,
    r.cash_unknown,
    r.default_flag,
    r.silent,
    r.hearings,
    r.roles,
    r.ended_date AS _day
  FROM (
    SELECT
      debtor._moment,
      debtor._as_of,
      CASE WHEN suit.ended_date < debtor._as_of THEN suit.ended_date END AS ended_date,
      CASE WHEN suit.ended_date < debtor._as_of THEN suit.end_kind END AS end_kind,
      CASE WHEN suit.ended_date < debtor._as_of THEN suit.default_flag END AS default_flag,
      CASE
        WHEN NOT (
          CASE WHEN suit.ended_date < debtor._as_of THEN suit.defended_flag END = 1
        )
        THEN 1
        WHEN NOT (
          NOT (
            CASE WHEN suit.ended_date < debtor._as_of THEN suit.defended_flag END = 1
          )
        )
        THEN 0
      END AS silent,
      CASE
        WHEN suit.cash_delivery_flag IS NULL
        THEN 1
        WHEN NOT (
          suit.cash_delivery_flag IS NULL
        )
        THEN 0
      END AS cash_unknown,
      CASE WHEN claim.closed_date < debtor._as_of THEN claim.close_mode END AS close_mode,
      COUNT(*) AS roles,
      MAX(CASE WHEN suit.ended_date < debtor._as_of THEN suit.hearing_count END) AS hearings
    FROM debtors AS debtor
    JOIN case_parties AS role
      ON role.party_id = debtor.party_id
      AND (
        role._known_from < debtor._as_of AND role._known_until >= debtor._as_of
      )
    JOIN cases AS claim
      ON claim.case_id = role.case_id
      AND (
        claim._known_from < debtor._as_of AND claim._known_until >= debtor._as_of
      )
    JOIN suits AS suit
      ON suit.case_id = claim.case_id
      AND (
        suit._known_from < debtor._as_of AND suit._known_until >= debtor._as_of
      )
    WHERE
      (
        CASE WHEN suit.ended_date < debtor._as_of THEN suit.ended_date END IS NULL
        OR CASE WHEN suit.ended_date < debtor._as_of THEN suit.end_kind END IN ('judgment', 'mediation', 'award')
      )
      OR CASE WHEN claim.closed_date < debtor._as_of THEN claim.close_mode END = 'performed'
    GROUP BY
      debtor._moment,
      debtor._as_of,
      CASE WHEN suit.ended_date < debtor._as_of THEN suit.ended_date END,
      CASE WHEN suit.ended_date < debtor._as_of THEN suit.end_kind END,
      CASE WHEN suit.ended_date < debtor._as_of THEN suit.default_flag END,
      CASE WHEN suit.ended_date < debtor._as_of THEN suit.defended_flag END,
      suit.cash_delivery_flag,
      CASE WHEN claim.closed_date < debtor._as_of THEN claim.close_mode END
  ) AS r
  WHERE
    r.ended_date < r._as_of
), _base AS (
  SELECT
    r._moment,
    COUNT(r.cash_unknown) AS c2,
    COUNT(r.cash_unknown) FILTER(WHERE
      r._day >= w._lo1) AS c3,
    COUNT(r.default_flag) AS c4,
    COUNT(r.default_flag) FILTER(WHERE
      r._day >= w._lo1) AS c5,
    COUNT(r.silent) AS c6,
    COUNT(r.silent) FILTER(WHERE
      r._day >= w._lo1) AS c7,
    MAX(r.hearings) AS c8,
    MAX(r.hearings) FILTER(WHERE
      r._day >= w._lo1) AS c9,
    COUNT(*) AS c10,
    COUNT(*) FILTER(WHERE
      r._day >= w._lo1) AS c11,
    SUM(CAST(r.cash_unknown AS BIGINT)) AS c12,
    SUM(CAST(r.cash_unknown AS BIGINT)) FILTER(WHERE
      r._day >= w._lo1) AS c13,
    SUM(CAST(r.default_flag AS BIGINT)) AS c14,
    SUM(CAST(r.default_flag AS BIGINT)) FILTER(WHERE
      r._day >= w._lo1) AS c15,
    SUM(CAST(r.roles AS BIGINT)) AS c16,
    SUM(CAST(r.roles AS BIGINT)) FILTER(WHERE
      r._day >= w._lo1) AS c17,
    SUM(CAST(r.silent AS BIGINT)) AS c18,
    SUM(CAST(r.silent AS BIGINT)) FILTER(WHERE
      r._day >= w._lo1) AS c19
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
      NOT r.close_mode IS NULL
    GROUP BY
      r._moment,
      r.close_mode
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
  _seen0.c0,
  _seen0.c1
FROM _base
LEFT JOIN _seen0
  ON _seen0._moment = _base._moment
