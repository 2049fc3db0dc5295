SELECT
  debtor._moment,
  debtor._as_of,
  seizure.asset_id AS asset_id,
  seizure.event_id AS event_id,
  seizure.event_date AS seized_on,
  seizure.until_date AS until_date,
  seizure.price AS price
FROM debtors AS debtor
JOIN asset_events AS seizure
  ON seizure.holder_id = debtor.party_id
  AND seizure.event = 'seize'
  AND (
    seizure._known_from < debtor._as_of AND seizure._known_until >= debtor._as_of
  )
