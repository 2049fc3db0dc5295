SELECT
  r._moment,
  MIN(r._day) AS c0,
  COUNT(*) AS c1,
  COUNT(*) FILTER(WHERE
    r._day >= w._lo1) AS c2
FROM (
  SELECT
    r._moment,
    r.owned_from AS _day
  FROM (
    SELECT
      own._moment,
      own._as_of,
      own.asset_id AS asset_id,
      own.owned_from AS owned_from
    FROM owned_assets AS own
    LEFT JOIN property_queries AS query
      ON query.party_id = own.party_id
      AND query.result = 'found'
      AND (
        query._known_from < own._as_of AND query._known_until >= own._as_of
      )
    WHERE
      query.query_id IS NULL
  ) AS r
  WHERE
    r.owned_from < r._as_of
) AS r
JOIN moments AS w
  ON w._moment = r._moment
GROUP BY
  r._moment
