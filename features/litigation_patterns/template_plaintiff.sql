/*
label:    {zh: 同一原告批量使用雷同文本, en: One plaintiff's suits by template}
targets:  [sham_litigation]
typology: [S2, S10]
of:       party
through:  claimants
at:       filed_date
measures: [count, share(defaulted)]
windows:  [all, 12m]
reason:
  zh: "{window}，原告有 {rows} 件诉讼的文本与其另一诉讼雷同[，缺席判决占 {share_defaulted}]"
  en: "{window}, {rows} of the plaintiff's suits have nearly the same text as another of them[, {share_defaulted} won
    by default]"
innocent:
  zh: 代书的律所使用格式诉状，各案款项均有凭证；银行、物业等机构使用格式诉状
  en: "a law firm's form, with proof of payment in each case; banks and property managers use a form"
verify:
  zh: 抽查雷同案件的借款交付与收费
  en: "in a few of them: was the loan handed over, and what was charged"
*/
with brought as (
  select
    filed.case_id as suit_id, filed.filed_date, filed.cause, facts.default_flag as defaulted,
    count(*) over (partition by substr(facts.text_hash, 1, 6)) as alike
  from this_party
  join case_parties as plaintiff_role
    on plaintiff_role.party_id = this_party.party_id and plaintiff_role.role = 'plaintiff'
  join cases as filed on filed.case_id = plaintiff_role.case_id
  join suits as facts on facts.case_id = filed.case_id and facts.text_hash is not null
)
select brought.suit_id, brought.filed_date, brought.cause, brought.defaulted from brought where brought.alike > 1
