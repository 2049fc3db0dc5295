/*
label: {zh: 被执行人在其他案件中的地位, en: The debtors' roles in other cases}
evidence: false
*/
select distinct debtor.case_id, debtor.party_id, rival_role.case_id as rival_id, rival_role.role
from debtors as debtor
join case_parties as rival_role
  on rival_role.party_id = debtor.party_id
