WITH _rows AS (
  SELECT
    r._moment,
    r.seen_on,
    r.source,
    r.seen_on AS _day
  FROM (
    WITH seen AS (
      SELECT
        debtor._moment,
        debtor._as_of,
        spent.spent_date AS seen_on,
        'spending' AS source
      FROM debtors AS debtor
      JOIN spending AS spent
        ON spent.party_id = debtor.party_id
        AND (
          spent._known_from < debtor._as_of AND spent._known_until >= debtor._as_of
        )
      UNION
      SELECT
        driver._moment,
        driver._as_of,
        (
          sighting.ts // 86400
        ) AS seen_on,
        'road' AS source
      FROM debtors AS driver
      JOIN vehicle_sightings AS sighting
        ON sighting.driver_id = driver.party_id
        AND (
          sighting._known_from < driver._as_of AND sighting._known_until >= driver._as_of
        )
    )
    SELECT
      once._moment,
      once._as_of,
      once.seen_on AS seen_on,
      once.source AS source
    FROM seen AS once
    UNION ALL
    SELECT
      earner._moment,
      earner._as_of,
      paid.month AS seen_on,
      'income' AS source
    FROM debtors AS earner
    JOIN income_records AS paid
      ON paid.party_id = earner.party_id
      AND (
        paid._known_from < earner._as_of AND paid._known_until >= earner._as_of
      )
  ) AS r
  WHERE
    r.seen_on < r._as_of
), _base AS (
  SELECT
    r._moment,
    MAX(r._day) AS c6,
    COUNT(*) AS c7,
    COUNT(*) FILTER(WHERE
      r._day >= w._lo19) AS c8,
    COUNT(*) FILTER(WHERE
      r._day >= w._lo4) AS c9
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
      r._day >= w._lo19) AS c1,
    COUNT(*) FILTER(WHERE
      r._day >= w._lo4) AS c2
  FROM (
    SELECT
      r._moment,
      MAX(r._day) AS _day
    FROM _rows AS r
    WHERE
      NOT r.seen_on IS NULL
    GROUP BY
      r._moment,
      r.seen_on
  ) AS r
  JOIN moments AS w
    ON w._moment = r._moment
  GROUP BY
    r._moment
), _seen1 AS (
  SELECT
    r._moment,
    COUNT(*) AS c3,
    COUNT(*) FILTER(WHERE
      r._day >= w._lo19) AS c4,
    COUNT(*) FILTER(WHERE
      r._day >= w._lo4) AS c5
  FROM (
    SELECT
      r._moment,
      MAX(r._day) AS _day
    FROM _rows AS r
    WHERE
      NOT r.source IS NULL
    GROUP BY
      r._moment,
      r.source
  ) AS r
  JOIN moments AS w
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
