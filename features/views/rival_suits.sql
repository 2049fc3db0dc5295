/*
label: {zh: 针对同一被执行人的其他诉讼, en: Other suits against the same debtors}
*/
select distinct
  rival_roles.case_id, rival.case_id as suit_id, rival.case_kind, rival.cause, rival.filed_date, rival.claim_amount,
  rival_facts.ended_date, rival_facts.end_kind, rival_facts.defended_flag, rival_facts.hearing_count,
  rival_facts.text_hash
from rival_roles
join this_case on this_case.case_id = rival_roles.case_id
join cases as rival
  on rival.case_id = rival_roles.rival_id
  and rival.case_kind in ('suit', 'arbitration', 'notarised_debt', 'payment_order')
join suits as rival_facts on rival_facts.case_id = rival.case_id
where rival_roles.role in ('defendant', 'guarantor')
  and rival.case_id <> coalesce(this_case.basis_case_id, '')
