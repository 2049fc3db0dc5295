/*
label:    {zh: 转出股权后仍任职, en: Still runs the company after parting with the stake}
targets:  [concealed_assets]
typology: A3
at:       valid_from
measures: [count, sum(subscribed_before) / claim_amount, sum(price) / sum(subscribed_before), share(legal_rep)]
windows:  [all, 12m before suit_filed, since suit_filed]
reason:
  zh: "{window}，转出股权 {rows} 笔，转出人仍在企业任职[，原认缴额为执行标的的 {sum_subscribed_before_per_claim_amount} 倍]"
  en: "{window}, {rows} stakes were passed on by people who kept an office there[; the stakes were
    {sum_subscribed_before_per_claim_amount} times the claim]"
innocent:
  zh: 受让方留用原负责人过渡经营；工商变更滞后
  en: "kept on by the buyer for a time; the register lags behind"
verify:
  zh: 核查银行印鉴、签字人、开票与工资发放人
  en: "who signs at the bank, issues invoices and pays wages"
law: "强制执行股权规定（2022） [L]"
*/
-- a stake counts once, however many offices its former owner kept
select
  stake.company_id, stake.debtor_id, stake.valid_from, stake.pct_before, stake.price, stake.subscribed_before,
  max(case when office.role = 'legal_rep' then 1 else 0 end) = 1 as legal_rep
from stakes as stake
join company_officers as office on office.company_id = stake.company_id and office.person_id = stake.debtor_id
where stake.pct = 0 and stake.pct_before > 0 and stake.next_from is null
  and (office.valid_to is null or office.valid_to > stake.valid_from + 90)
  and office.valid_from <= stake.valid_from
group by
  stake.company_id, stake.debtor_id, stake.valid_from, stake.pct_before, stake.price, stake.subscribed_before
