/*
label:    {zh: 应收补偿与到期债权, en: Compensation and receivables owed to the debtor}
targets:  [concealed_assets]
typology: [A11, A12]
at:       agreed_date
measures: [count, sum(amount) / claim_amount, share(paid_since)]
reason:
  zh: "立案时或其后尚有 {rows} 笔应收款未付[，金额为执行标的的 {sum_amount_per_claim_amount} 倍][，现已付占 {share_paid_since}]"
  en: "{rows} receivables were open when the case was filed or later[, {sum_amount_per_claim_amount} times the
    claim][; {share_paid_since} have been paid by now]"
innocent:
  zh: 存在争议、已抵销、债务人无力支付
  en: "disputed, set off, or owed by someone who cannot pay"
verify:
  zh: 向付款义务人核实并依法发出履行到期债务通知（15 日异议期）
  en: "ask the obligor, and serve the notice to pay (15 days to object)"
*/
select
  due.receivable_id, due.agreed_date, due.kind, due.amount, due.obligor, due.paid_date,
  due.paid_date is not null as paid_since
from debtors as debtor
join this_case on this_case.case_id = debtor.case_id
join receivables as due on due.creditor_id = debtor.party_id
where due.paid_date is null or due.paid_date >= this_case.filed
