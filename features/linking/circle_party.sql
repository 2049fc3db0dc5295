/*
label:    {zh: 被执行人关联人涉案, en: Somebody near the debtor is a party there}
tie:      circle
weight:   5
limit:    20
shows:    case_parties.party_id
sentence: {zh: "{through}（{path}）在该案中是{part}", en: "{through}, near a debtor, is a party there"}
*/
select
  near.case_id, theirs.case_id as other_id, near.party_id as through, near.path,
  case theirs.role
    when 'applicant' then '申请执行人' when 'debtor' then '被执行人' when 'plaintiff' then '原告' when 'defendant' then '被告'
    when 'objector' then '异议人' when 'guarantor' then '保证人' else '第三人' end as part
from circle as near
join case_parties as theirs on theirs.party_id = near.party_id
