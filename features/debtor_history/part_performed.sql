/*
label:     {zh: 已部分履行, en: Performed in part}
targets:   [concealed_assets]
typology:  context
direction: lowers
measures:  [max(realised) / claim_amount]
reason:
  zh: "已执行到位 {max_realised_per_claim_amount}（占标的）"
  en: "{max_realised_per_claim_amount} of the claim has been paid"
absent:    {zh: 尚无到位金额, en: nothing has been paid yet}
*/
select this_case.case_id, this_case.realised_amount as realised
from this_case
where this_case.realised_amount > 0
