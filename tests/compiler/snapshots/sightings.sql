WITH _rows AS (
  SELECT
    r._moment,
    r.place,
    r.spot,
    r.at_gate,
    r.place_length,
    r.e_at,
    r.seconds_after,
    (
      r.ts // 86400
    ) AS _day,
    r.ts AS _ts
  FROM (
    WITH seized AS (
      SELECT
        seizure._moment,
        seizure._as_of,
        seizure.asset_id AS asset_id,
        MIN(seizure.seized_on) AS seized_on,
        MIN(earlier.ts) AS first_ts
      FROM seizures AS seizure
      LEFT JOIN vehicle_sightings AS earlier
        ON earlier.asset_id = seizure.asset_id
        AND (
          earlier._known_from < seizure._as_of AND earlier._known_until >= seizure._as_of
        )
      GROUP BY
        seizure._moment,
        seizure._as_of,
        seizure.asset_id
    )
    SELECT
      thing._moment,
      thing._as_of,
      sighting.ts AS ts,
      sighting.asset_id AS asset_id,
      sighting.place AS place,
      sighting.kind AS kind,
      LENGTH(sighting.place) AS place_length,
      SUBSTRING(sighting.place, 1, 4) || ':' || sighting.kind AS spot,
      STRPOS(sighting.place, 'e') AS e_at,
      CASE
        WHEN sighting.place LIKE 'Gate%'
        THEN 1
        WHEN NOT (
          sighting.place LIKE 'Gate%'
        )
        THEN 0
      END AS at_gate,
      (
        sighting.ts - thing.first_ts
      ) AS seconds_after
    FROM seized AS thing
    JOIN vehicle_sightings AS sighting
      ON sighting.asset_id = thing.asset_id
      AND (
        sighting.ts // 86400
      ) > (
        thing.seized_on - 400
      )
      AND (
        sighting._known_from < thing._as_of AND sighting._known_until >= thing._as_of
      )
  ) AS r
  WHERE
    (
      r.ts // 86400
    ) < r._as_of
), _base AS (
  SELECT
    r._moment,
    COUNT(DISTINCT r.place) FILTER(WHERE
      r._day >= w._lo13 AND r._day < w._hi13) AS c2,
    COUNT(DISTINCT r.spot) FILTER(WHERE
      r._day >= w._lo13 AND r._day < w._hi13) AS c7,
    COUNT(r.at_gate) AS c10,
    COUNT(r.at_gate) FILTER(WHERE
      r._day >= w._lo1) AS c11,
    COUNT(r.at_gate) FILTER(WHERE
      r._day >= w._lo13 AND r._day < w._hi13) AS c12,
    COUNT(r.at_gate) FILTER(WHERE
      r._day >= w._lo19) AS c13,
    COUNT(r.at_gate) FILTER(WHERE
      r._day >= w._lo4) AS c14,
    COUNT(r.place_length) AS c15,
    COUNT(r.place_length) FILTER(WHERE
      r._day >= w._lo1) AS c16,
    COUNT(r.place_length) FILTER(WHERE
      r._day >= w._lo13 AND r._day < w._hi13) AS c17,
    COUNT(r.place_length) FILTER(WHERE
      r._day >= w._lo19) AS c18,
    COUNT(r.place_length) FILTER(WHERE
      r._day >= w._lo4) AS c19,
    MIN(r.place_length) FILTER(WHERE
      r._ts = r._first_place_length_0) AS c20,
    MIN(r._day) AS c21,
    MAX(r.place_length) FILTER(WHERE
      r._ts = r._last_place_length_0) AS c22,
    MAX(r._day) AS c23,
    MAX(r.e_at) AS c24,
    MAX(r.e_at) FILTER(WHERE
      r._day >= w._lo1) AS c25,
    MAX(r.e_at) FILTER(WHERE
      r._day >= w._lo13 AND r._day < w._hi13) AS c26,
    MAX(r.e_at) FILTER(WHERE
      r._day >= w._lo19) AS c27,
    MAX(r.e_at) FILTER(WHERE
      r._day >= w._lo4) AS c28,
    MAX(r.seconds_after) AS c29,
    MAX(r.seconds_after) FILTER(WHERE
      r._day >= w._lo1) AS c30,
    MAX(r.seconds_after) FILTER(WHERE
      r._day >= w._lo13 AND r._day < w._hi13) AS c31,
    MAX(r.seconds_after) FILTER(WHERE
      r._day >= w._lo19) AS c32,
    MAX(r.seconds_after) FILTER(WHERE
      r._day >= w._lo4) AS c33,
    COUNT(*) AS c34,
    COUNT(*) FILTER(WHERE
      r._day >= w._lo1) AS c35,
    COUNT(*) FILTER(WHERE
      r._day >= w._lo13 AND r._day < w._hi13) AS c36,
    COUNT(*) FILTER(WHERE
      r._day >= w._lo19) AS c37,
    COUNT(*) FILTER(WHERE
      r._day >= w._lo4) AS c38,
    SUM(CAST(r.at_gate AS BIGINT)) AS c39,
    SUM(CAST(r.at_gate AS BIGINT)) FILTER(WHERE
      r._day >= w._lo1) AS c40,
    SUM(CAST(r.at_gate AS BIGINT)) FILTER(WHERE
      r._day >= w._lo13 AND r._day < w._hi13) AS c41,
    SUM(CAST(r.at_gate AS BIGINT)) FILTER(WHERE
      r._day >= w._lo19) AS c42,
    SUM(CAST(r.at_gate AS BIGINT)) FILTER(WHERE
      r._day >= w._lo4) AS c43,
    SUM(CAST(r.place_length AS BIGINT)) AS c44,
    SUM(CAST(r.place_length AS BIGINT)) FILTER(WHERE
      r._day >= w._lo1) AS c45,
    SUM(CAST(r.place_length AS BIGINT)) FILTER(WHERE
      r._day >= w._lo13 AND r._day < w._hi13) AS c46,
    SUM(CAST(r.place_length AS BIGINT)) FILTER(WHERE
      r._day >= w._lo19) AS c47,
    SUM(CAST(r.place_length AS BIGINT)) FILTER(WHERE
      r._day >= w._lo4) AS c48
  FROM (
    SELECT
      r.*,
      MIN(r._ts) FILTER(WHERE
        NOT r.place_length IS NULL) OVER (PARTITION BY r._moment) AS _first_place_length_0,
      MAX(r._ts) FILTER(WHERE
        NOT r.place_length IS NULL) OVER (PARTITION BY r._moment) AS _last_place_length_0
    FROM _rows AS r
    JOIN moments AS w
      ON w._moment = r._moment
  ) AS r
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
      r._day >= w._lo19) AS c3,
    COUNT(*) FILTER(WHERE
      r._day >= w._lo4) AS c4
  FROM (
    SELECT
      r._moment,
      MAX(r._day) AS _day
    FROM _rows AS r
    WHERE
      NOT r.place IS NULL
    GROUP BY
      r._moment,
      r.place
  ) AS r
  JOIN moments AS w
    ON w._moment = r._moment
  GROUP BY
    r._moment
), _seen1 AS (
  SELECT
    r._moment,
    COUNT(*) AS c5,
    COUNT(*) FILTER(WHERE
      r._day >= w._lo1) AS c6,
    COUNT(*) FILTER(WHERE
      r._day >= w._lo19) AS c8,
    COUNT(*) FILTER(WHERE
      r._day >= w._lo4) AS c9
  FROM (
    SELECT
      r._moment,
      MAX(r._day) AS _day
    FROM _rows AS r
    WHERE
      NOT r.spot IS NULL
    GROUP BY
      r._moment,
      r.spot
  ) AS r
  JOIN moments AS w
    ON w._moment = r._moment
  GROUP BY
    r._moment
)
SELECT
  _base._moment,
  _base.c2,
  _base.c7,
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
  _seen0.c0,
  _seen0.c1,
  _seen0.c3,
  _seen0.c4,
  _seen1.c5,
  _seen1.c6,
  _seen1.c8,
  _seen1.c9
FROM _base
LEFT JOIN _seen0
  ON _seen0._moment = _base._moment
LEFT JOIN _seen1
  ON _seen1._moment = _base._moment
