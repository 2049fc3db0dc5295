SELECT DISTINCT
  this_case._m,
  this_case._as_of,
  role.party_id AS party_id
FROM this_case AS this_case
JOIN case_parties AS role
  ON role.case_id = this_case.case_id
  AND role.role IN ('applicant', 'plaintiff')
  AND (
    role._k < this_case._as_of AND role._u >= this_case._as_of
  )
