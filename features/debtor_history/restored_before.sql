/*
label:     {zh: 本案曾恢复执行, en: This case was restored before}
targets:   [concealed_assets]
typology:  A19
direction: either
at:        filed_date
measures:  [count, sum(realised) / claim_amount, share(barren)]
reason:
  zh: "本案曾恢复执行 {rows} 次[，到位金额为标的的 {sum_realised_per_claim_amount}]"
  en: "restored {rows} times[, which brought {sum_realised_per_claim_amount} of the claim]"
absent:    {zh: 本案未曾恢复执行, en: never restored}
innocent:
  zh: 依申请恢复但未查到新财产；分期履行中的程序性恢复
  en: "restored on request but nothing new was found; a formality while instalments are paid"
verify:
  zh: 查恢复执行所依据的财产线索及处置结果
  en: "which clue led to it, and what came of it"
law: "法〔2016〕373号第9条 [W]"
*/
select
  restoration.case_id as restoration_id, restoration.filed_date, restoration.close_mode,
  restoration.realised_amount as realised, coalesce(restoration.realised_amount, 0) = 0 as barren
from this_case
join cases as restoration on restoration.parent_case_id = this_case.case_id and restoration.case_kind = 'restoration'
