WITH _rows AS (
  SELECT
    r._moment,
    r.case_kind,
    r.filed_date AS _day
  FROM (
    SELECT DISTINCT
      kin._moment,
      kin._as_of,
      suit.case_id AS case_id,
      suit.filed_date AS filed_date,
      suit.case_kind AS case_kind
    FROM circle AS kin
    JOIN case_parties AS role
      ON role.party_id = kin.party_id
      AND (
        role._known_from < kin._as_of AND role._known_until >= kin._as_of
      )
    JOIN cases AS suit
      ON suit.case_id = role.case_id
      AND (
        suit._known_from < kin._as_of AND suit._known_until >= kin._as_of
      )
    WHERE
      EXISTS(
        SELECT
          1
        FROM case_parties AS opposed
        WHERE
          opposed.case_id = suit.case_id
          AND opposed.case_id = suit.case_id
          AND opposed.role = 'plaintiff'
          AND (
            opposed._known_from < kin._as_of AND opposed._known_until >= kin._as_of
          )
      )
  ) AS r
  WHERE
    r.filed_date < r._as_of
), _base AS (
  SELECT
    r._moment,
    COUNT(DISTINCT r.case_kind) FILTER(WHERE
      r._day < w._hi8) AS c2,
    MAX(r._day) AS c3,
    COUNT(*) AS c4,
    COUNT(*) FILTER(WHERE
      r._day >= w._lo1) AS c5,
    COUNT(*) FILTER(WHERE
      r._day < w._hi8) AS c6
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
      NOT r.case_kind IS NULL
    GROUP BY
      r._moment,
      r.case_kind
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
  _seen0.c0,
  _seen0.c1
FROM _base
LEFT JOIN _seen0
  ON _seen0._moment = _base._moment
