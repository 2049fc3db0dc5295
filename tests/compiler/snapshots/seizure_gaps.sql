SELECT
  r._moment,
  COUNT(r.gap) AS c0,
  COUNT(r.gap) FILTER(WHERE
    r._day >= w._lo1) AS c1,
  MAX(r.gap) AS c2,
  MAX(r.gap) FILTER(WHERE
    r._day >= w._lo1) AS c3,
  MAX(r.place) AS c4,
  MAX(r.place) FILTER(WHERE
    r._day >= w._lo1) AS c5,
  COUNT(*) AS c6,
  COUNT(*) FILTER(WHERE
    r._day >= w._lo1) AS c7,
  SUM(CAST(r.gap AS BIGINT)) AS c8,
  SUM(CAST(r.gap AS BIGINT)) FILTER(WHERE
    r._day >= w._lo1) AS c9,
  SUM(CAST(r.next_price AS BIGINT)) AS c10,
  SUM(CAST(r.next_price AS BIGINT)) FILTER(WHERE
    r._day >= w._lo1) AS c11
FROM (
  SELECT
    r._moment,
    r.gap,
    r.place,
    r.next_price,
    r.event_date AS _day
  FROM (
    SELECT
      thing._moment,
      thing._as_of,
      event.event_date AS event_date,
      event.asset_id AS asset_id,
      (
        event.event_date - LAG(event.event_date) OVER (
          PARTITION BY thing._moment, event.asset_id
          ORDER BY event.event_date ASC, event.event_id ASC, thing.asset_id, event._key
        )
      ) AS gap,
      LEAD(event.price) OVER (
        PARTITION BY thing._moment, event.asset_id
        ORDER BY event.event_date ASC, event.event_id ASC, thing.asset_id, event._key
      ) AS next_price,
      RANK() OVER (PARTITION BY thing._moment, event.asset_id ORDER BY event.event_id ASC) AS place
    FROM (
      SELECT DISTINCT
        own._moment,
        own._as_of,
        own.asset_id AS asset_id
      FROM owned_assets AS own
    ) AS thing
    JOIN asset_events AS event
      ON event.asset_id = thing.asset_id
      AND (
        event._known_from < thing._as_of AND event._known_until >= thing._as_of
      )
  ) AS r
  WHERE
    r.event_date < r._as_of
) AS r
JOIN moments AS w
  ON w._moment = r._moment
GROUP BY
  r._moment
