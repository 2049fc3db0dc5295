/*
label: {zh: 执行依据所在案件, en: "The suit, award or deed that is enforced"}
*/
select
  this_case.case_id, suit.case_id as suit_id, suit.case_kind, suit.court_code, suit.cause, suit.filed_date,
  suit.claim_amount,
  facts.served_date, facts.service_kind, facts.ended_date, facts.effective_date, facts.end_kind, facts.hearing_count,
  facts.defended_flag, facts.appeared_flag, facts.default_flag, facts.cash_delivery_flag, facts.loan_date,
  facts.principal, facts.text_hash
from this_case
join cases as suit on suit.case_id = this_case.basis_case_id
join suits as facts on facts.case_id = suit.case_id
