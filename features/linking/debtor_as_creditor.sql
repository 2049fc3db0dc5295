/*
label:    {zh: 被执行人在他案中为债权人, en: "The debtor is a creditor there"}
tie:      debtor
weight:   8
limit:    50
shows:    case_parties.party_id
sentence: {zh: "本案被执行人{through}在该案中是{part}", en: "{through}, a debtor here, is a creditor there"}
*/
select
  debtor.case_id, theirs.case_id as other_id, debtor.party_id as through,
  case theirs.role when 'applicant' then '申请执行人' when 'plaintiff' then '原告' else '案外人' end as part
from debtors as debtor
join case_parties as theirs
  on theirs.party_id = debtor.party_id and theirs.role in ('applicant', 'plaintiff', 'objector')
