SELECT
  r._m,
  COUNT(DISTINCT r.party_id) AS c0,
  COUNT(DISTINCT r.region_code) AS c1,
  COUNT(DISTINCT r.relation) AS c2,
  COUNT(*) AS c3,
  SUM(CAST(r.capital AS BIGINT)) AS c4
FROM (
  WITH firms AS (
    SELECT
      company._m,
      company._as_of,
      company.debtor_id AS debtor_id,
      company.party_id AS party_id,
      MAX(entry.registered_capital) AS capital
    FROM circle AS company
    JOIN companies AS entry
      ON entry.party_id = company.party_id
      AND NOT (
        entry.status = 'revoked'
      )
      AND (
        entry._k < company._as_of AND entry._u >= company._as_of
      )
    GROUP BY
      company._m,
      company._as_of,
      company.debtor_id,
      company.party_id
  )
  SELECT
    debtor._m,
    debtor._as_of,
    person.party_id AS party_id,
    person.region_code AS region_code,
    firm.capital AS capital,
    tie.relation AS relation
  FROM debtors AS debtor
  LEFT JOIN ties AS tie
    ON tie.party_id = debtor.party_id
    AND tie.relation <> 'same_phone'
    AND (
      tie._k < debtor._as_of AND tie._u >= debtor._as_of
    )
  LEFT JOIN parties AS person
    ON person.party_id = tie.other_id
    AND (
      person.party_kind = 'company' OR NOT (
        person.region_code IS NULL
      )
    )
    AND (
      person._k < debtor._as_of AND person._u >= debtor._as_of
    )
  LEFT JOIN firms AS firm
    ON firm._m = debtor._m
    AND firm.party_id = person.party_id
    AND firm.debtor_id = debtor.party_id
  WHERE
    person.party_id IS NULL
    OR CASE WHEN person.death_date < debtor._as_of THEN person.death_date END IS NULL
) AS r
JOIN moments AS w
  ON w._m = r._m
GROUP BY
  r._m
