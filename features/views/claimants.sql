/*
label: {zh: 债权一方（原审原告与申请执行人）, en: "The creditor's side: plaintiffs of the basis suit and applicants"}
*/
select this_case.case_id, plaintiff_role.party_id
from this_case
join case_parties as plaintiff_role
  on plaintiff_role.case_id = this_case.basis_case_id and plaintiff_role.role = 'plaintiff'
union
select applicant.case_id, applicant.party_id
from applicants as applicant
