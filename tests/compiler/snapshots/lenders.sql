SELECT
  r._moment,
  COUNT(DISTINCT r.party_id) AS c0,
  COUNT(DISTINCT r.region_code) AS c1,
  COUNT(DISTINCT r.relation) AS c2,
  COUNT(*) AS c3,
  SUM(CAST(r.capital AS BIGINT)) AS c4
FROM (
  WITH firms AS (
    SELECT
      company._moment,
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
        entry._known_from < company._as_of AND entry._known_until >= company._as_of
      )
    GROUP BY
      company._moment,
      company._as_of,
      company.debtor_id,
      company.party_id
  )
  SELECT
    debtor._moment,
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
      tie._known_from < debtor._as_of AND tie._known_until >= debtor._as_of
    )
  LEFT JOIN parties AS person
    ON person.party_id = tie.other_id
    AND (
      person.party_kind = 'company' OR NOT (
        person.region_code IS NULL
      )
    )
    AND (
      person._known_from < debtor._as_of AND person._known_until >= debtor._as_of
    )
  LEFT JOIN firms AS firm
    ON firm._moment = debtor._moment
    AND firm.party_id = person.party_id
    AND firm.debtor_id = debtor.party_id
  WHERE
    person.party_id IS NULL
    OR CASE WHEN person.death_date < debtor._as_of THEN person.death_date END IS NULL
) AS r
JOIN moments AS w
  ON w._moment = r._moment
GROUP BY
  r._moment
