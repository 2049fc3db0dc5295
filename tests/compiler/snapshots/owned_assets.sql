SELECT
  debtor._m,
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
        gone._k < debtor._as_of AND gone._u >= debtor._as_of
      )
  ) AS owned_until
FROM debtors AS debtor
JOIN asset_events AS own
  ON own.holder_id = debtor.party_id
  AND own.event = 'own_start'
  AND (
    own._k < debtor._as_of AND own._u >= debtor._as_of
  )
