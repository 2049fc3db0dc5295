SELECT
  r._moment,
  MAX(r.cases) AS c0,
  MAX(r.claimed) AS c1,
  COUNT(*) AS c2,
  SUM(CAST(r.claimed AS BIGINT)) AS c3,
  SUM(CAST(r.debts AS BIGINT)) AS c4
FROM (
  WITH debts AS (
    SELECT
      debtor._moment,
      debtor._as_of,
      role.party_id AS party_id,
      claim.case_id AS case_id,
      claim.claim_amount AS claim_amount,
      claim.court_code AS court_code
    FROM debtors AS debtor
    JOIN case_parties AS role
      ON role.party_id = debtor.party_id
      AND role.role = 'debtor'
      AND (
        role._known_from < debtor._as_of AND role._known_until >= debtor._as_of
      )
    JOIN cases AS claim
      ON claim.case_id = role.case_id
      AND (
        claim._known_from < debtor._as_of AND claim._known_until >= debtor._as_of
      )
  ), by_court AS (
    SELECT
      debt._moment,
      debt._as_of,
      debt.party_id AS party_id,
      debt.court_code AS court_code,
      COUNT(*) AS debts,
      SUM(debt.claim_amount) AS claimed,
      COUNT(DISTINCT debt.case_id) AS cases
    FROM debts AS debt
    GROUP BY
      debt._moment,
      debt._as_of,
      debt.party_id,
      debt.court_code
    HAVING
      COUNT(*) >= 2
  )
  SELECT
    court._moment,
    court._as_of,
    court.party_id AS party_id,
    court.debts AS debts,
    court.claimed AS claimed,
    court.cases AS cases
  FROM by_court AS court
  WHERE
    court.debts < 50
) AS r
JOIN moments AS w
  ON w._moment = r._moment
GROUP BY
  r._moment
