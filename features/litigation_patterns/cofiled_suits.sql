/*
label:    {zh: 同期多人起诉同一被告, en: Sued by several within a month}
targets:  [sham_litigation]
typology: S1
at:       filed_date
measures: [count, share(mediated), share(undisputed), sum(claimed) / claim_amount]
requires: [suit_filed]
reason:
  zh: "本案起诉前后三十天内另有 {rows} 件诉讼针对同一被执行人[，调解结案占 {share_mediated}][，标的为本案的 {sum_claimed_per_claim_amount} 倍]"
  en: "{rows} other suits against the same debtor within thirty days[, {share_mediated} mediated][,
    {sum_claimed_per_claim_amount} times this claim]"
innocent:
  zh: 债务人资金链断裂后债权人集中起诉；银行批量诉讼
  en: "creditors rush once a debtor fails; a bank that sues in bulk"
verify:
  zh: 比对各案证据、借款来源去向与原告间关系
  en: "compare the evidence, where each loan came from and went, and how the plaintiffs are related"
law: "民间借贷规定第18条（十种可疑情形） [L]"
*/
select
  sibling.suit_id, sibling.filed_date, sibling.cause, sibling.end_kind, sibling.claim_amount as claimed,
  sibling.end_kind = 'mediation' as mediated, not sibling.defended_flag as undisputed
from rival_suits as sibling
join this_case on this_case.case_id = sibling.case_id
where abs(sibling.filed_date - this_case.suit_filed) <= 30
