/*
label: {zh: 本案被执行人（含保证人）, en: "The case's own debtors, guarantors among them"}
evidence: false
*/
select distinct this_case.case_id, debtor_role.party_id, debtor_party.party_kind
from this_case
join case_parties as debtor_role
  on debtor_role.case_id = this_case.case_id and debtor_role.role in ('debtor', 'guarantor')
left join parties as debtor_party on debtor_party.party_id = debtor_role.party_id
