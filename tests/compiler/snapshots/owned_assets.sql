SELECT
  debtor._moment,
  debtor._as_of,
  own.asset_id AS asset_id,
  own.holder_id AS party_id,
  own.event_date AS owned_from,
  (
    SELECT
      MIN(gone.event_date) AS _value
    FROM asset_events AS gone
    WHERE
      gone.asset_id = own.asset_id
      AND gone.event IN ('own_end', 'transfer')
      AND gone.event_date >= own.event_date
      AND (
        gone._known_from < debtor._as_of AND gone._known_until >= debtor._as_of
      )
  ) AS owned_until
FROM debtors AS debtor
JOIN asset_events AS own
  ON own.holder_id = debtor.party_id
  AND own.event = 'own_start'
  AND (
    own._known_from < debtor._as_of AND own._known_until >= debtor._as_of
  )
