/*
label:    {zh: 补偿款、租金、应收款由他人领取, en: "Compensation, rent or receivables paid to someone else"}
targets:  [concealed_assets]
typology: [A11, A15]
at:       agreed_date
measures: [count, sum(amount) / claim_amount, share(in_circle)]
windows:  [all, since suit_filed]
reason:
  zh: "{window}，约定归被执行人的款项有 {rows} 笔由他人领取[，金额为执行标的的 {sum_amount_per_claim_amount} 倍][，关联人领取占 {share_in_circle}]"
  en: "{window}, {rows} sums agreed as owed to the debtor went to others[, {sum_amount_per_claim_amount} times the claim][,
    {share_in_circle} of them to people near the debtor]"
innocent:
  zh: 委托他人代领、依约抵债或质押；征收安置由户内多人共有；租金约定归银行或抵押权人
  en: "somebody who only collects; set off or pledged by agreement; a household with several entitled members; rent
    assigned to the mortgagee"
verify:
  zh: 向付款单位调取协议、付款凭证与领款委托书
  en: "the agreement, proof of payment and the power to collect, from whoever pays"
*/
select
  due.receivable_id, due.agreed_date, due.kind, due.amount, due.payee_id, near.path,
  near.party_id is not null as in_circle
from debtors as debtor
join receivables as due on due.creditor_id = debtor.party_id and due.payee_id <> due.creditor_id
left join circle as near on near.party_id = due.payee_id
