/*
label:    {zh: 应收款项, en: "Money due"}
targets:  [concealed_assets]
typology: A12
direction: either
at:       agreed_date
by:
  kind:
    demolition: {zh: 拆迁补偿, en: compensation for demolition, typology: A11}
    project: {zh: 工程款, en: project money}
    dividend: {zh: 分红, en: dividends}
    judgment: {zh: 判决债权, en: judgment claims}
    tax_refund: {zh: 退税, en: tax refunds}
    rent: {zh: 租金, en: rents, typology: A15}
    insurance: {zh: 保险金, en: insurance money, typology: A10}
measures: [count, sum(amount) / claim_amount, sum(to_another), nearest(days_from_service), max(days_from_filing), max(days_from_suit), share(paid)]
reason:
  zh: "被执行人有{kind}应收款 {rows} 笔[，金额合计为执行标的的 {sum_amount_per_claim_amount} 倍][，付给他人 {sum_to_another} 笔][，已付占 {share_paid}]"
  en: "The debtor is owed {kind}, {rows} records[, {sum_amount_per_claim_amount} times the claim in all][, {sum_to_another} of them paid to somebody else][, {share_paid} paid]"
innocent:
  zh: "款项已抵扣、质押或本属他人份额"
  en: "set off, pledged, or the share of others"
verify:
  zh: "向付款单位调取合同、付款凭证与收款人"
  en: "the contract, proof of payment and payee from whoever pays"
*/
select
  due.receivable_id, due.agreed_date, due.kind, due.amount,
  case when due.payee_id <> due.creditor_id then 1 else 0 end as to_another, due.paid_date is not null as paid,
  due.agreed_date - this_case.served as days_from_service,
  due.agreed_date - this_case.filed as days_from_filing,
  due.agreed_date - this_case.suit_filed as days_from_suit
from debtors as debtor
join this_case on this_case.case_id = debtor.case_id
join receivables as due on due.creditor_id = debtor.party_id
