SELECT
  r._m,
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
    r._m,
    r.alike,
    r.price,
    r.event_date AS _day
  FROM (
    SELECT
      this_asset._m,
      this_asset._as_of,
      event.event_date AS event_date,
      event.price AS price,
      COUNT(*) OVER (PARTITION BY this_asset._m, event.event) AS alike
    FROM this_asset_owned_assets AS this_asset
    JOIN asset_events AS event
      ON event.asset_id = this_asset.asset_id
      AND (
        event._k < this_asset._as_of AND event._u >= this_asset._as_of
      )
  ) AS r
  WHERE
    r.event_date < r._as_of
) AS r
JOIN moments_asset_owned_assets AS w
  ON w._m = r._m
GROUP BY
  r._m
