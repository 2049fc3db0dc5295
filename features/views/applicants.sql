/*
label: {zh: 申请执行人, en: Who applied for this enforcement}
evidence: false
*/
select distinct this_case.case_id, applicant_role.party_id
from this_case
join case_parties as applicant_role
  on applicant_role.case_id = this_case.case_id and applicant_role.role = 'applicant'
