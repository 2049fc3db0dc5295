SELECT
  r._moment,
  COUNT(r.closed) AS c0,
  COUNT(r.default_flag) AS c1,
  COUNT(r.open) AS c2,
  COUNT(*) AS c3,
  SUM(CAST(r.closed AS BIGINT)) AS c4,
  SUM(CAST(r.default_flag AS BIGINT)) AS c5,
  SUM(CAST(r.open AS BIGINT)) AS c6
FROM (
  SELECT
    debtor._moment,
    debtor._as_of,
    suit.case_id AS case_id,
    CASE
      WHEN CASE WHEN suit.ended_date < debtor._as_of THEN suit.ended_date END IS NULL
      THEN 1
      WHEN NOT (
        CASE WHEN suit.ended_date < debtor._as_of THEN suit.ended_date END IS NULL
      )
      THEN 0
    END AS open,
    CASE WHEN suit.ended_date < debtor._as_of THEN suit.default_flag END AS default_flag,
    CASE
      WHEN NOT (
        CASE WHEN claim.closed_date < debtor._as_of THEN claim.closed_date END IS NULL
      )
      AND NOT (
        CASE WHEN claim.closed_date < debtor._as_of THEN claim.close_mode END IS NULL
      )
      THEN 1
      WHEN NOT (
        NOT (
          CASE WHEN claim.closed_date < debtor._as_of THEN claim.closed_date END IS NULL
        )
        AND NOT (
          CASE WHEN claim.closed_date < debtor._as_of THEN claim.close_mode END IS NULL
        )
      )
      THEN 0
    END AS closed
  FROM debtors AS debtor
  JOIN case_parties AS role
    ON role.party_id = debtor.party_id
    AND (
      role._known_from < debtor._as_of AND role._known_until >= debtor._as_of
    )
  JOIN cases AS claim
    ON claim.case_id = role.case_id
    AND (
      claim._known_from < debtor._as_of AND claim._known_until >= debtor._as_of
    )
  LEFT JOIN suits AS suit
    ON suit.case_id = claim.case_id
    AND (
      CASE WHEN suit.ended_date < debtor._as_of THEN suit.appeared_flag END = 1
      OR CASE WHEN suit.ended_date < debtor._as_of THEN suit.end_kind END IS NULL
    )
    AND (
      suit._known_from < debtor._as_of AND suit._known_until >= debtor._as_of
    )
) AS r
JOIN moments AS w
  ON w._moment = r._moment
GROUP BY
  r._moment
