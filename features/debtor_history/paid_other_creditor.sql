/*
label:    {zh: 向其他债权人履行, en: Paid another creditor while this case lay dormant}
targets:  [concealed_assets]
typology: [A8, A16]
at:       closed_date
measures: [count, sum(paid) / claim_amount, days_since_last]
windows:  [since filed, since closed]
reason:
  zh: "{window}，同一被执行人在另 {rows} 件执行案件中履行[，金额为本案标的的 {sum_paid_per_claim_amount} 倍]"
  en: "{window}, the debtor paid in {rows} other cases[, {sum_paid_per_claim_amount} times this claim]"
innocent:
  zh: 他案由担保人或拍卖款清偿；小额案件以生活费履行；优先债权
  en: "paid by a guarantor or out of an auction; a small sum out of living costs; a creditor with priority"
verify:
  zh: 查他案履行款的付款人与来源
  en: "who paid in the other case, and out of what"
*/
select payer.rival_id, payer.closed_date, payer.close_mode, payer.realised_amount as paid
from rival_enforcements as payer
join this_case on this_case.case_id = payer.case_id
where payer.close_mode in ('performed', 'settled') and payer.realised_amount > 0
  and payer.closed_date >= this_case.filed
