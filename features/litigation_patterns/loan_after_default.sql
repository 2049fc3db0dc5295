/*
label:    {zh: 被执行人已被起诉后仍获借款, en: Lent to someone who was already being sued}
targets:  [sham_litigation]
typology: S1
measures: [exists, max(days_after_first_suit)]
reason:
  zh: "借款发生时被执行人已被他人起诉 {max_days_after_first_suit} 天"
  en: "the loan was made {max_days_after_first_suit} days after others had begun to sue the debtor"
innocent:
  zh: 亲友救急；过桥续贷；出借人不知情
  en: "help in need; a bridge for a renewal; a lender who did not know"
verify:
  zh: 核对款项交付与去向
  en: "was the money handed over, and where did it go"
law: "民间借贷规定第18条（十种可疑情形） [L]"
*/
with first_suit as (
  select rival.case_id, min(rival.filed_date) as first_sued
  from rival_suits as rival
  group by rival.case_id
)
select
  suit.suit_id, suit.loan_date, first_suit.first_sued,
  suit.loan_date - first_suit.first_sued as days_after_first_suit
from basis_suit as suit
join first_suit on first_suit.case_id = suit.case_id
where suit.loan_date > first_suit.first_sued
