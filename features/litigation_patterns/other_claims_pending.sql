/*
label:    {zh: 起诉时已有其他债权在执行, en: Other claims already in enforcement when the suit was filed}
targets:  [sham_litigation]
typology: [S1, S7]
at:       filed_date
measures: [count, sum(claimed) / claim_amount]
requires: [suit_filed]
reason:
  zh: "本案起诉时同一被执行人已有 {rows} 件执行案件[，标的为本案的 {sum_claimed_per_claim_amount} 倍]"
  en: "{rows} enforcement cases against the debtor were open when this suit was filed[, {sum_claimed_per_claim_amount}
    times this claim]"
innocent:
  zh: 债务人多头负债，债权人陆续起诉
  en: "a debtor with many debts, sued one after the other"
verify:
  zh: 核查本案债权形成时间与真实性，防止稀释其他债权
  en: "when and how this claim arose: does it dilute the others"
*/
select other.rival_id, other.filed_date, other.closed_date, other.claim_amount as claimed
from rival_enforcements as other
join this_case on this_case.case_id = other.case_id
where other.filed_date < this_case.suit_filed
  and (other.closed_date is null or other.closed_date >= this_case.suit_filed)
