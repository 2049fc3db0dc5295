/*
label:     {zh: 出借人收入与借款不相称, en: The lender's income beside the loan}
targets:   [sham_litigation]
typology:  S1
direction: either
at:        month
measures:  [mean(base) / claim_amount, distinct(month)]
windows:   [2y before suit_filed]
reason:
  zh: "{window}，原告有缴费记录 {rows} 条，月均缴费基数为标的的 {mean_base_per_claim_amount}[（{distinct_month} 个月有记录）]"
  en: "{window}, {rows} records of the plaintiff's contributions; the monthly base was {mean_base_per_claim_amount} of
    the claim[ ({distinct_month} months on record)]"
absent:    {zh: 起诉前两年无原告收入记录, en: no income of the plaintiff on record in the two years before the suit}
innocent:
  zh: 原告有经营收入、积蓄或家庭资产，未体现在社保个税中
  en: "business income, savings or family assets that social security does not show"
verify:
  zh: 核查出借资金来源与银行流水
  en: "where the money lent came from"
law: "民间借贷规定第18条（十种可疑情形） [L]"
*/
select income.party_id, income.month, income.kind, income.base
from claimants as lender
join this_case on this_case.case_id = lender.case_id
join income_records as income
  on income.party_id = lender.party_id and income.month >= this_case.suit_filed - 731
  and income.month < this_case.suit_filed
