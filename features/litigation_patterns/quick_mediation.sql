/*
label:    {zh: 立案后快速调解, en: Mediated soon after filing}
targets:  [sham_litigation]
typology: S1
measures: [min(days), max(loan)]
reason:
  zh: "原审自立案至调解结案仅 {min_days} 天"
  en: "mediated {min_days} days after filing"
innocent:
  zh: 法院诉前调解后立案确认；双方对真实债务无争议
  en: "settled before filing and only confirmed; a real debt that nobody disputes"
verify:
  zh: 询问调解过程，核对借款交付凭证
  en: "how the mediation went; proof that the loan was handed over"
law: "民间借贷规定第18条（十种可疑情形） [L]"
*/
select
  suit.suit_id, suit.filed_date, suit.ended_date, suit.ended_date - suit.filed_date as days,
  suit.cause like '%借%' as loan
from basis_suit as suit
where suit.end_kind = 'mediation' and suit.ended_date - suit.filed_date <= 30
