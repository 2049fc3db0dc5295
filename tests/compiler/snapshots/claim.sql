SELECT
  r._moment,
  COUNT(DISTINCT r.court_code) AS c0,
  COUNT(r.open) AS c1,
  MAX(r.claim_amount) AS c2,
  MAX(r.from_suit) AS c3,
  SUM(CAST(r.open AS BIGINT)) AS c4
FROM (
  SELECT
    this_case._moment,
    this_case._as_of,
    this_case.claim_amount AS claim_amount,
    (
      this_case.filed - this_case.suit_filed
    ) AS from_suit,
    this_case.court_code AS court_code,
    CASE
      WHEN this_case.closed IS NULL
      THEN 1
      WHEN NOT (
        this_case.closed IS NULL
      )
      THEN 0
    END AS open
  FROM this_case AS this_case
) AS r
JOIN moments AS w
  ON w._moment = r._moment
GROUP BY
  r._moment
