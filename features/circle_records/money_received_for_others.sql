/*
label:    {zh: 代收款项, en: "Money of others received"}
targets:  [concealed_assets]
typology: [A11, A15]
direction: either
at:       agreed_date
by:
  role:
    debtor: {zh: 被执行人, en: the debtor}
    company: {zh: 被执行人的公司, en: a company of the debtor}
    spouse: {zh: 配偶或前配偶, en: a spouse or former spouse}
    kin: {zh: 其他亲属, en: other kin of the debtor}
    associate: {zh: 其他关联人, en: somebody else near the debtor}
    kin_company: {zh: 关联人的公司, en: a company of people near the debtor}
measures: [count, sum(amount) / claim_amount, max(days_from_filing)]
reason:
  zh: "{role}收取他人应收款 {rows} 笔[，金额合计为执行标的的 {sum_amount_per_claim_amount} 倍][，最近一笔约定于 {last_day}]"
  en: "{role} received {rows} sums due to others[, {sum_amount_per_claim_amount} times the claim in all][, the last agreed on {last_day}]"
innocent:
  zh: "按揭银行受让租金；家庭成员代领各自份额"
  en: "rent assigned to a lender; a member of the household who draws the shares of all"
verify:
  zh: "向付款单位调取合同、付款凭证与领款委托书；查收款账户与实际使用人"
  en: "the contract, proof of payment and the power to collect, from whoever pays; the account, and who uses the money"
*/
select
  due.receivable_id, due.agreed_date, due.kind, due.amount, around.role,
  due.agreed_date - this_case.filed as days_from_filing
from around
join this_case on this_case.case_id = around.case_id
join receivables as due on due.payee_id = around.party_id and due.payee_id <> due.creditor_id
