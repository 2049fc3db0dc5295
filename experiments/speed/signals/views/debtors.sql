/*
label: {zh: 被执行人, en: Debtors}
evidence: false
*/
select distinct this_case.case_id, role.party_id
from this_case
join case_parties as role on role.case_id = this_case.case_id and role.role = 'debtor'
