SELECT
  r._moment,
  MIN(r._day) AS c0,
  MAX(r.alike) AS c1,
  MAX(r.alike) FILTER(WHERE
    r._day >= w._lo1) AS c2,
  MAX(r.price) AS c3,
  MAX(r.price) FILTER(WHERE
    r._day >= w._lo1) AS c4,
  COUNT(*) AS c5,
  COUNT(*) FILTER(WHERE
    r._day >= w._lo1) AS c6
FROM (
  SELECT
    r._moment,
    r.alike,
    r.price,
    r.event_date AS _day
  FROM (
    SELECT
      this_asset._moment,
      this_asset._as_of,
      event.event_date AS event_date,
      event.price AS price,
      COUNT(*) OVER (PARTITION BY this_asset._moment, event.event) AS alike
    FROM this_asset_owned_assets AS this_asset
    JOIN asset_events AS event
      ON event.asset_id = this_asset.asset_id
      AND (
        event._known_from < this_asset._as_of AND event._known_until >= this_asset._as_of
      )
  ) AS r
  WHERE
    r.event_date < r._as_of
) AS r
JOIN moments_asset_owned_assets AS w
  ON w._moment = r._moment
GROUP BY
  r._moment
