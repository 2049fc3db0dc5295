/*
label:    {zh: 同一原告批量使用雷同文本, en: One plaintiff's suits by template}
targets:  [sham_litigation]
typology: [S2, S10]
at:       filed_date
measures: [distinct(other_id), share(defaulted)]
windows:  [all, 12m]
reason:
  zh: "同一原告另有 {distinct_other_id} 件诉讼与本案文本雷同，缺席判决占 {share_defaulted}"
  en: "the plaintiff has {distinct_other_id} other suits with nearly the same text, {share_defaulted} won by default"
innocent:
  zh: 银行、物业等机构使用格式诉状
  en: "banks and property managers use a form"
verify:
  zh: 抽查雷同案件的借款交付与收费
  en: "in a few of them: was the loan handed over, and what was charged"
*/
select
  other.case_id as other_id, other.filed_date, other.cause, twin.default_flag as defaulted
from basis_suit as suit
join case_parties as plaintiff_role on plaintiff_role.case_id = suit.suit_id and plaintiff_role.role = 'plaintiff'
join case_parties as elsewhere on elsewhere.party_id = plaintiff_role.party_id and elsewhere.role = 'plaintiff'
join suits as twin on twin.case_id = elsewhere.case_id
join cases as other on other.case_id = twin.case_id
where twin.case_id <> suit.suit_id and substr(twin.text_hash, 1, 6) = substr(suit.text_hash, 1, 6)
