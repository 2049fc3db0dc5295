/*
label: {zh: "debtors of the case", en: "debtors of the case"}
*/
select role.party_id
from this_case
join case_parties as role on role.case_id = this_case.case_id and role.role = 'debtor'
