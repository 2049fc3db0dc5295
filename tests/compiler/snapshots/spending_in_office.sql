SELECT
  r._moment,
  COUNT(r.held) AS c0,
  COUNT(r.held) FILTER(WHERE
    r._day >= w._lo19) AS c1,
  COUNT(r.held) FILTER(WHERE
    r._day < w._hi8) AS c2,
  MAX(r.severity) AS c3,
  MAX(r.severity) FILTER(WHERE
    r._day >= w._lo19) AS c4,
  MAX(r.severity) FILTER(WHERE
    r._day < w._hi8) AS c5,
  COUNT(*) AS c6,
  COUNT(*) FILTER(WHERE
    r._day >= w._lo19) AS c7,
  COUNT(*) FILTER(WHERE
    r._day < w._hi8) AS c8,
  SUM(CAST(r.amount AS BIGINT)) AS c9,
  SUM(CAST(r.amount AS BIGINT)) FILTER(WHERE
    r._day >= w._lo19) AS c10,
  SUM(CAST(r.amount AS BIGINT)) FILTER(WHERE
    r._day < w._hi8) AS c11,
  SUM(CAST(r.held AS BIGINT)) AS c12,
  SUM(CAST(r.held AS BIGINT)) FILTER(WHERE
    r._day >= w._lo19) AS c13,
  SUM(CAST(r.held AS BIGINT)) FILTER(WHERE
    r._day < w._hi8) AS c14,
  SUM(CAST(r.severity AS BIGINT)) AS c15,
  SUM(CAST(r.severity AS BIGINT)) FILTER(WHERE
    r._day >= w._lo19) AS c16,
  SUM(CAST(r.severity AS BIGINT)) FILTER(WHERE
    r._day < w._hi8) AS c17
FROM (
  SELECT
    r._moment,
    r.held,
    r.severity,
    r.amount,
    r.spent_date AS _day
  FROM (
    SELECT
      debtor._moment,
      debtor._as_of,
      spent.spent_date AS spent_date,
      spent.amount AS amount,
      CASE
        WHEN NOT (
          office.company_id IS NULL
        )
        THEN 1
        WHEN NOT (
          NOT (
            office.company_id IS NULL
          )
        )
        THEN 0
      END AS held,
      CASE
        WHEN office.company_id IS NULL
        THEN 0
        WHEN office.role = 'director'
        THEN 2
        ELSE 1
      END AS severity
    FROM debtors AS debtor
    JOIN spending AS spent
      ON spent.party_id = debtor.party_id
      AND (
        spent._known_from < debtor._as_of AND spent._known_until >= debtor._as_of
      )
    LEFT JOIN company_officers AS office
      ON office.person_id = spent.party_id
      AND office.valid_from <= spent.spent_date
      AND (
        CASE WHEN office.valid_to < debtor._as_of THEN office.valid_to END IS NULL
        OR CASE WHEN office.valid_to < debtor._as_of THEN office.valid_to END > spent.spent_date
      )
      AND (
        office._known_from < debtor._as_of AND office._known_until >= debtor._as_of
      )
  ) AS r
  WHERE
    r.spent_date < r._as_of
) AS r
JOIN moments AS w
  ON w._moment = r._moment
GROUP BY
  r._moment
