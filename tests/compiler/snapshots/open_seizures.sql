SELECT
  r._m,
  MAX(r.until_date) FILTER(WHERE
    r.until_date < w._hi0) AS c0,
  MAX(r.age) FILTER(WHERE
    r.until_date < w._hi0) AS c1,
  MAX(r.age) FILTER(WHERE
    r.until_date >= w._lo19 AND r.until_date < w._hi19) AS c2,
  MIN(r.left_over) FILTER(WHERE
    r.until_date < w._hi0) AS c3,
  MIN(r.left_over) FILTER(WHERE
    r.until_date >= w._lo19 AND r.until_date < w._hi19) AS c4,
  COUNT(*) FILTER(WHERE
    r.until_date < w._hi0) AS c5,
  COUNT(*) FILTER(WHERE
    r.until_date >= w._lo19 AND r.until_date < w._hi19) AS c6
FROM (
  SELECT
    seizure._m,
    seizure._as_of,
    seizure.until_date AS until_date,
    (
      seizure._as_of - seizure.seized_on
    ) AS age,
    (
      seizure.until_date - seizure._as_of
    ) AS left_over
  FROM seizures AS seizure
  WHERE
    (
      seizure.until_date IS NULL OR seizure.until_date >= (
        seizure._as_of - 400
      )
    )
    AND (
      seizure.seized_on + 30
    ) < seizure._as_of
) AS r
JOIN moments AS w
  ON w._m = r._m
GROUP BY
  r._m
