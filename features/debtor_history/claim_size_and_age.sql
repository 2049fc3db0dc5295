/*
label:     {zh: 标的与时间, en: Size and age of the case}
targets:   [concealed_assets, sham_litigation]
typology:  context
direction: either
measures:  [max(claim), max(days_open), max(days_since_filing)]
reason:
  zh: "执行标的 {max_claim}，立案至终本 {max_days_open} 天，立案距今 {max_days_since_filing} 天"
  en: "the claim is {max_claim}; terminated {max_days_open} days after filing, which was {max_days_since_filing}
    days ago"
absent:    {zh: 本案标的与立案时间不详, en: size and age of the case are not known}
*/
select
  this_case.case_id, this_case.claim_amount as claim, this_case.closed - this_case.filed as days_open,
  today() - this_case.filed as days_since_filing
from this_case
