/*
label:    {zh: 收入记录, en: "Income on record"}
targets:  [concealed_assets]
typology: A8
direction: either
at:       month
by:
  role:
    debtor: {zh: 被执行人, en: the debtor}
    spouse: {zh: 配偶或前配偶, en: a spouse or former spouse}
  kind:
    social_security: {zh: 社保缴费, en: social security}
    housing_fund: {zh: 公积金缴存, en: the housing fund}
    wage_tax: {zh: 个税申报, en: wage tax}
    pension: {zh: 养老金, en: a pension}
measures: [count, max(base), sum(base) / claim_amount, {max(days_from_filing): all}, {max(days_from_suit): all}, {distinct(employer_id): all}]
windows:  [all, since closed, 12m before suit_filed]
reason:
  zh: "{window}，{role}有{kind}记录 {rows} 条[，最高基数 {max_base}][，基数合计为执行标的的 {sum_base_per_claim_amount} 倍]"
  en: "{window}, {role}: {rows} records of {kind}[, the highest base {max_base}][, bases adding up to {sum_base_per_claim_amount} times the claim]"
innocent:
  zh: "单位代缴而未发工资；最低基数自缴；仅够基本生活"
  en: "paid for by an employer who paid no wage; self-paid at the lowest base; no more than one needs to live"
verify:
  zh: "向缴费单位核实工资，保留必需生活费"
  en: "ask the employer what is paid; leave what one needs to live"
*/
select
  wage.party_id, wage.month, wage.kind, around.role, wage.base, wage.paid, wage.employer_id,
  wage.month - this_case.filed as days_from_filing,
  wage.month - this_case.suit_filed as days_from_suit
from around
join this_case on this_case.case_id = around.case_id
join income_records as wage on wage.party_id = around.party_id
