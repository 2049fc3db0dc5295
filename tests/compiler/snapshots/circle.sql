WITH ring AS (
  SELECT
    debtor._moment,
    debtor._as_of,
    debtor.party_id AS debtor_id,
    tie.other_id AS party_id,
    tie.relation AS path
  FROM debtors AS debtor
  JOIN ties AS tie
    ON tie.party_id = debtor.party_id
    AND (
      CASE WHEN tie._d_end_date < debtor._as_of THEN tie.end_date END IS NULL
      OR CASE WHEN tie._d_end_date < debtor._as_of THEN tie.end_date END >= debtor._as_of
    )
    AND (
      tie._known_from < debtor._as_of AND tie._known_until >= debtor._as_of
    )
), outer_ring AS (
  SELECT
    inner_ring._moment,
    inner_ring._as_of,
    inner_ring.debtor_id AS debtor_id,
    next_tie.other_id AS party_id,
    inner_ring.path || '>' || next_tie.relation AS path
  FROM ring AS inner_ring
  JOIN ties AS next_tie
    ON next_tie.party_id = inner_ring.party_id
    AND (
      next_tie._known_from < inner_ring._as_of
      AND next_tie._known_until >= inner_ring._as_of
    )
  WHERE
    next_tie.other_id <> inner_ring.debtor_id
)
SELECT
  near._moment,
  near._as_of,
  near.debtor_id AS debtor_id,
  near.party_id AS party_id,
  near.path AS path
FROM ring AS near
UNION
SELECT
  far._moment,
  far._as_of,
  far.debtor_id AS debtor_id,
  far.party_id AS party_id,
  far.path AS path
FROM outer_ring AS far
