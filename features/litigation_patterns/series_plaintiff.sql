/*
label:    {zh: 系列诉讼原告, en: Series plaintiff}
targets:  [sham_litigation]
typology: [S2, S10]
of:       party
through:  claimants
at:       filed_date
measures: [count, share(defaulted), share(withdrawn), share(lending), share(person)]
windows:  [all, 12m]
least:    2
reason:
  zh: "{window}，原告提起 {rows} 件诉讼[，其中借贷占 {share_lending}][，缺席判决占 {share_defaulted}][，撤诉占 {share_withdrawn}]"
  en: "{window}, the plaintiff filed {rows} suits[, {share_lending} loans][, {share_defaulted} won by default][,
    {share_withdrawn} withdrawn]"
innocent:
  zh: 各案款项均已实际交付、利息合法；银行、持牌小贷、物业、电信等批量起诉
  en: "money that was really lent in each case, at a lawful rate; a bank, a licensed lender, a property manager or telecom
    that sues in bulk"
verify:
  zh: 查放贷资质、资金来源、利息与砍头息，比对借条格式
  en: "licence, source of the money, interest and fees kept back; compare the notes"
law: "民间借贷规定第18条（十种可疑情形） [L]"
*/
select
  filed.case_id as suit_id, filed.filed_date, filed.cause, outcome.default_flag as defaulted,
  outcome.end_kind = 'withdrawn' as withdrawn, filed.cause like '%借款%' or filed.cause like '%借贷%' as lending,
  plaintiff.party_kind = 'person' as person
from this_party
join party_kinds as plaintiff on plaintiff.party_id = this_party.party_id
join case_parties as plaintiff_role
  on plaintiff_role.party_id = this_party.party_id and plaintiff_role.role = 'plaintiff'
join cases as filed on filed.case_id = plaintiff_role.case_id
join suits as outcome on outcome.case_id = filed.case_id
