SELECT
  r._moment,
  MAX(r.best_price) AS c0,
  MAX(r.best_price) FILTER(WHERE
    r._day >= w._lo1) AS c1,
  MIN(r.price) AS c2,
  MIN(r.price) FILTER(WHERE
    r._day >= w._lo1) AS c3,
  COUNT(*) AS c4,
  COUNT(*) FILTER(WHERE
    r._day >= w._lo1) AS c5,
  SUM(CAST(r.events_before AS BIGINT)) AS c6,
  SUM(CAST(r.events_before AS BIGINT)) FILTER(WHERE
    r._day >= w._lo1) AS c7,
  SUM(CAST(r.price AS BIGINT)) AS c8,
  SUM(CAST(r.price AS BIGINT)) FILTER(WHERE
    r._day >= w._lo1) AS c9,
  SUM(CAST(r.value AS BIGINT)) AS c10,
  SUM(CAST(r.value AS BIGINT)) FILTER(WHERE
    r._day >= w._lo1) AS c11
FROM (
  SELECT
    r._moment,
    r.best_price,
    r.price,
    r.events_before,
    r.value,
    r.event_date AS _day
  FROM (
    SELECT
      debtor._moment,
      debtor._as_of,
      sale.event_date AS event_date,
      sale.price AS price,
      (
        SELECT
          COUNT(*) AS _value
        FROM asset_events AS before_it
        WHERE
          before_it.asset_id = sale.asset_id
          AND before_it.event_date < sale.event_date
          AND (
            before_it._known_from < debtor._as_of AND before_it._known_until >= debtor._as_of
          )
      ) AS events_before,
      (
        SELECT
          MAX(dearer.price) AS _value
        FROM asset_events AS dearer
        WHERE
          dearer.asset_id = sale.asset_id
          AND dearer.event_id <> sale.event_id
          AND (
            dearer._known_from < debtor._as_of AND dearer._known_until >= debtor._as_of
          )
      ) AS best_price,
      (
        SELECT
          SUM(worth.value) AS _value
        FROM assets AS worth
        WHERE
          worth.asset_id = sale.asset_id
          AND (
            worth._known_from < debtor._as_of AND worth._known_until >= debtor._as_of
          )
      ) AS value
    FROM debtors AS debtor
    JOIN asset_events AS sale
      ON sale.holder_id = debtor.party_id
      AND sale.event IN ('transfer', 'own_end')
      AND (
        sale._known_from < debtor._as_of AND sale._known_until >= debtor._as_of
      )
  ) AS r
  WHERE
    r.event_date < r._as_of
) AS r
JOIN moments AS w
  ON w._moment = r._moment
GROUP BY
  r._moment
