/*
label:    {zh: 支付厂房店面费用, en: The debtor pays for business premises}
targets:  [concealed_assets]
typology: A7
at:       ts
measures: [count, sum(amount) / claim_amount, distinct(counterparty_id)]
windows:  [since suit_filed, since closed]
reason:
  zh: "{window}，被执行人个人支付厂房、店面、场地等费用 {rows} 笔[，为执行标的的 {sum_amount_per_claim_amount} 倍]"
  en: "{window}, the debtor in person paid {rows} times for a workshop, shop or site[, {sum_amount_per_claim_amount} times
    the claim]"
innocent:
  zh: 为雇主垫付后报销；收尾退租；自营小本生意且已申报
  en: "advanced for an employer and refunded; the last rent of a business that closed; a small trade that was declared"
verify:
  zh: 调取租赁合同与水电户名，现场查看实际经营者
  en: "fetch the lease and the name on the power bill; visit: who runs the place"
*/
select
  payment.txn_id, payment.ts, payment.amount, payment.counterparty_id, payment.memo
from debtors as debtor
join accounts as account on account.holder_id = debtor.party_id
join transactions as payment on payment.account_id = account.account_id and payment.direction = 'out'
where debtor.party_kind <> 'company' and (
  payment.memo like '%厂房%' or payment.memo like '%车间%' or payment.memo like '%店面%' or payment.memo like '%店铺%'
  or payment.memo like '%门面%' or payment.memo like '%商铺%' or payment.memo like '%场地%' or payment.memo like '%摊位%'
  or payment.memo like '%仓库%' or payment.memo like '%生产用电%' or payment.memo like '%工业用电%'
)
