/*
label:    {zh: 公司经营, en: "Business of companies"}
targets:  [concealed_assets]
typology: A5
direction: either
at:       month
by:
  role:
    debtor: {zh: 被执行人, en: the debtor}
    company: {zh: 被执行人的公司, en: a company of the debtor}
    associate: {zh: 其他关联人, en: somebody else near the debtor}
    kin_company: {zh: 关联人的公司, en: a company of people near the debtor}
measures: [count, sum(invoiced_out) / claim_amount, sum(invoiced_in) / claim_amount, sum(tax_paid) / claim_amount, max(insured_count), mean(insured_count), sum(utility_kwh)]
windows:  [12m before suit_filed, suit_filed to closed, since closed]
reason:
  zh: "{window}，{role}有经营记录 {rows} 个月[，开票合计为执行标的的 {sum_invoiced_out_per_claim_amount} 倍][，参保人数最多 {max_insured_count} 人]"
  en: "{window}, {role}: {rows} months of business on record[, invoices of {sum_invoiced_out_per_claim_amount} times the claim][, at most {max_insured_count} insured staff]"
innocent:
  zh: "正常经营；行业下行"
  en: "an ordinary trade; a slump"
verify:
  zh: "比对客户、员工、经营场所与收款账户"
  en: "compare customers, staff, site and accounts"
*/
select
  activity.party_id, activity.month, around.role, activity.invoiced_out, activity.invoiced_in, activity.tax_paid,
  activity.insured_count, activity.utility_kwh
from around
join company_activity as activity on activity.party_id = around.party_id
