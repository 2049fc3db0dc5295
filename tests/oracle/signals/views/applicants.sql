/*
label: {zh: "applicants and plaintiffs, each once", en: "applicants and plaintiffs, each once"}
*/
select distinct role.party_id
from this_case
join case_parties as role on role.case_id = this_case.case_id and role.role in ('applicant', 'plaintiff')
