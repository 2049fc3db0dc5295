SELECT
  r._moment,
  COUNT(DISTINCT r.kind) AS c0,
  COUNT(DISTINCT r.party_id) AS c1,
  COUNT(*) AS c2
FROM (
  SELECT
    debtor._moment,
    debtor._as_of,
    mate.party_id AS party_id,
    mate.party_kind AS kind
  FROM debtors AS debtor
  JOIN parties AS person
    ON person.party_id = debtor.party_id
    AND (
      person._known_from < debtor._as_of AND person._known_until >= debtor._as_of
    )
  JOIN parties AS mate
    ON mate.phone_hash = person.phone_hash
    AND mate.party_id <> person.party_id
    AND (
      mate._known_from < debtor._as_of AND mate._known_until >= debtor._as_of
    )
  WHERE
    CASE
      WHEN person.deregistered_date < debtor._as_of
      THEN person.deregistered_date
    END IS NULL
) AS r
JOIN moments AS w
  ON w._moment = r._moment
GROUP BY
  r._moment
