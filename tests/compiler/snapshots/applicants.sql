SELECT DISTINCT
  this_case._moment,
  this_case._as_of,
  role.party_id AS party_id
FROM this_case AS this_case
JOIN case_parties AS role
  ON role.case_id = this_case.case_id
  AND role.role IN ('applicant', 'plaintiff')
  AND (
    role._known_from < this_case._as_of AND role._known_until >= this_case._as_of
  )
