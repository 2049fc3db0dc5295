SELECT
  forth._known_from,
  forth._known_until,
  forth.end_date AS _d_end_date,
  forth.party_a AS party_id,
  forth.party_b AS other_id,
  forth.relation AS relation,
  forth.start_date AS start_date,
  forth.end_date AS end_date
FROM party_relations AS forth
UNION ALL
SELECT
  back._known_from,
  back._known_until,
  back.end_date AS _d_end_date,
  back.party_b AS party_id,
  back.party_a AS other_id,
  back.relation AS relation,
  back.start_date AS start_date,
  back.end_date AS end_date
FROM party_relations AS back
UNION ALL
SELECT
  office._known_from,
  office._known_until,
  office.valid_to AS _d_end_date,
  office.company_id AS party_id,
  office.person_id AS other_id,
  'officer' AS relation,
  office.valid_from AS start_date,
  office.valid_to AS end_date
FROM company_officers AS office
WHERE
  office.role IN ('legal_rep', 'controller')
UNION ALL
SELECT
  share._known_from,
  share._known_until,
  CAST(-1000000 AS INT) AS _d_end_date,
  share.company_id AS party_id,
  share.holder_id AS other_id,
  'holder' AS relation,
  share.valid_from AS start_date,
  NULL AS end_date
FROM shareholdings AS share
WHERE
  share.pct >= CAST(0.5 AS DOUBLE)
