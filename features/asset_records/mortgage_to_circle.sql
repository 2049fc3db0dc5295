/*
label:    {zh: 为关联人设立抵押, en: A mortgage in favour of someone near the debtor}
targets:  [concealed_assets, sham_litigation]
typology: S5
at:       event_date
measures: [count, sum(secured) / claim_amount, min(steps)]
windows:  [all, 12m before suit_filed, since suit_filed]
reason:
  zh: "{window}，为关联人设立抵押 {rows} 笔[，担保额为执行标的的 {sum_secured_per_claim_amount} 倍]"
  en: "{window}, {rows} mortgages for people near the debtor[, securing {sum_secured_per_claim_amount} times the
    claim]"
innocent:
  zh: 亲友真实借款并有转账记录
  en: "a real loan from family or friends, with the transfer to show"
verify:
  zh: 调取借款转账凭证与抵押登记材料
  en: "fetch the transfer of the loan and the registration file"
law: "虚假诉讼刑事解释第1条 [L]"
*/
select
  charge.event_id, charge.asset_id, charge.event_date, charge.counterparty_id as mortgagee_id, charge.price as secured,
  near.path, near.steps
from debtors as debtor
join asset_events as charge on charge.holder_id = debtor.party_id and charge.event = 'mortgage'
join circle as near on near.party_id = charge.counterparty_id
