/*
label: {zh: 同一被执行人的其他执行案件, en: Other enforcement cases against the same debtors}
*/
select distinct
  debtor.case_id, rival_case.case_id as rival_id, rival_case.case_kind, rival_case.filed_date, rival_case.closed_date,
  rival_case.close_mode, rival_case.claim_amount, rival_case.realised_amount
from debtors as debtor
join this_case on this_case.case_id = debtor.case_id
join case_parties as rival_debtor
  on rival_debtor.party_id = debtor.party_id and rival_debtor.role in ('debtor', 'guarantor')
join cases as rival_case
  on rival_case.case_id = rival_debtor.case_id and rival_case.case_kind in ('enforcement', 'restoration')
where rival_case.case_id <> this_case.case_id
  and coalesce(rival_case.parent_case_id, '') <> this_case.case_id
  and coalesce(rival_case.basis_case_id, '') <> coalesce(this_case.basis_case_id, '-')
