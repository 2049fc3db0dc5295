SELECT
  q._moment,
  q._as_of,
  c.case_id AS case_id,
  c.case_no AS case_no,
  c.case_kind AS case_kind,
  c.court_code AS court_code,
  c.cause AS cause,
  c.filed_date AS filed_date,
  CASE WHEN c.closed_date < q._as_of THEN c.closed_date END AS closed_date,
  CASE WHEN c.closed_date < q._as_of THEN c.close_mode END AS close_mode,
  c.basis_case_id AS basis_case_id,
  c.basis_kind AS basis_kind,
  c.parent_case_id AS parent_case_id,
  c.claim_amount AS claim_amount,
  CASE WHEN c.closed_date < q._as_of THEN c.realised_amount END AS realised_amount,
  q._as_of AS as_of,
  CASE WHEN c.filed_date < q._as_of THEN c.filed_date END AS filed,
  CASE
    WHEN CASE WHEN c.closed_date < q._as_of THEN c.closed_date END < q._as_of
    THEN CASE WHEN c.closed_date < q._as_of THEN c.closed_date END
  END AS closed,
  CASE WHEN at_suit_filed.filed_date < q._as_of THEN at_suit_filed.filed_date END AS suit_filed,
  CASE WHEN at_served.served_date < q._as_of THEN at_served.served_date END AS served
FROM this_moment AS q
JOIN cases AS c
  ON c.case_id = q.case_id
  AND (
    c._known_from < q._as_of AND c._known_until >= q._as_of
  )
LEFT JOIN cases AS at_suit_filed
  ON at_suit_filed.case_id = c.basis_case_id
  AND (
    at_suit_filed._known_from < q._as_of AND at_suit_filed._known_until >= q._as_of
  )
LEFT JOIN suits AS at_served
  ON at_served.case_id = c.basis_case_id
  AND (
    at_served._known_from < q._as_of AND at_served._known_until >= q._as_of
  )
