SELECT
  r._moment,
  COUNT(DISTINCT r.party_id) AS c0,
  COUNT(DISTINCT r.path) AS c1,
  COUNT(*) AS c2
FROM (
  SELECT DISTINCT
    kin._moment,
    kin._as_of,
    kin.party_id AS party_id,
    kin.path AS path
  FROM circle AS kin
) AS r
JOIN moments AS w
  ON w._moment = r._moment
GROUP BY
  r._moment
