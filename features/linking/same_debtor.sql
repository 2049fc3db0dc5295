/*
label:    {zh: 同一被执行人, en: The same debtor}
tie:      debtor
weight:   6
limit:    50
shows:    case_parties.party_id
sentence: {zh: "{through}在该案中也是{part}", en: "{through} owes there too"}
*/
select
  debtor.case_id, theirs.case_id as other_id, debtor.party_id as through,
  case theirs.role when 'debtor' then '被执行人' when 'guarantor' then '保证人' else '被告' end as part
from debtors as debtor
join case_parties as theirs
  on theirs.party_id = debtor.party_id and theirs.role in ('debtor', 'guarantor', 'defendant')
