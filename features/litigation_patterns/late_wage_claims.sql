/*
label:    {zh: 拍卖成交后集中出现的工资债权, en: Wage claims that appear after the auction}
targets:  [sham_litigation]
typology: S3
at:       filed_date
measures: [count, sum(claimed) / claim_amount]
reason:
  zh: "拍卖成交后出现 {rows} 件针对同一被执行人的劳动报酬案件[，金额为本案标的的 {sum_claimed_per_claim_amount} 倍]"
  en: "{rows} wage claims against the debtor after the sale[, {sum_claimed_per_claim_amount} times this claim]"
innocent:
  zh: 真实被欠薪的农民工（应予保护）；知悉处置后才主张
  en: "migrant workers who are truly owed (and protected); they heard of the sale late"
verify:
  zh: 核对工资表、考勤、社保与发放记录，注意保护真实欠薪者
  en: "payroll, attendance, insurance, payments; protect whoever is truly owed"
law: "虚假诉讼刑事解释第1条；民诉法解释第506—510条（参与分配） [L]"
*/
select distinct claim.suit_id, claim.filed_date, claim.claim_amount as claimed
from this_case
join auctions as lot on lot.case_id = this_case.case_id and lot.result = 'sold'
join rival_suits as claim
  on claim.case_id = this_case.case_id and claim.cause like '%劳动%' and claim.filed_date > day(lot.end_ts)
