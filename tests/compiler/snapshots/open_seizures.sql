SELECT
  r._moment,
  MAX(r._day) AS c0,
  MAX(r.age) AS c1,
  MAX(r.age) FILTER(WHERE
    r._day >= w._lo19) AS c2,
  MIN(r.left_over) AS c3,
  MIN(r.left_over) FILTER(WHERE
    r._day >= w._lo19) AS c4,
  COUNT(*) AS c5,
  COUNT(*) FILTER(WHERE
    r._day >= w._lo19) AS c6
FROM (
  SELECT
    r._moment,
    r.age,
    r.left_over,
    r.until_date AS _day
  FROM (
    SELECT
      seizure._moment,
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
  WHERE
    r.until_date < r._as_of
) AS r
JOIN moments AS w
  ON w._moment = r._moment
GROUP BY
  r._moment
