/*
label:    {zh: 同一债权人, en: The same creditor}
tie:      applicant
weight:   4
limit:    30
shows:    case_parties.party_id
sentence: {zh: "{through}在该案中也是{part}", en: "{through} is a creditor there too"}
*/
select
  claimant.case_id, theirs.case_id as other_id, claimant.party_id as through,
  case theirs.role when 'applicant' then '申请执行人' else '原告' end as part
from claimants as claimant
join case_parties as theirs
  on theirs.party_id = claimant.party_id and theirs.role in ('applicant', 'plaintiff')
