/*
label:    {zh: 未缴足出资即转让债务公司股权, en: A stake in the debtor company passed on before it was paid in}
targets:  [concealed_assets]
typology: A14
at:       valid_from
measures: [count, sum(unpaid) / claim_amount]
windows:  [all, 12m before suit_filed, since suit_filed]
reason:
  zh: "{window}，债务公司股东未缴足出资即转出股权 {rows} 次[，未缴额为执行标的的 {sum_unpaid_per_claim_amount} 倍]"
  en: "{window}, shareholders left without paying in {rows} times[, {sum_unpaid_per_claim_amount} times the claim]"
innocent:
  zh: 受让人承接出资义务并已缴纳；债务发生前的正常转让
  en: "the buyer took over the duty and paid; an ordinary transfer long before the debt"
verify:
  zh: 调取转让协议与出资凭证，审查受让人有无出资能力
  en: "fetch the agreement and proof of payment; could the buyer pay at all?"
law: "变更追加规定第19条 [L]"
*/
with held as (
  select
    stake.company_id, stake.holder_id, stake.valid_from, stake.pct,
    lag(stake.pct) over (partition by stake.company_id, stake.holder_id order by stake.valid_from) as pct_before,
    lag(stake.subscribed - stake.paid_in) over (
      partition by stake.company_id, stake.holder_id order by stake.valid_from
    ) as unpaid
  from debtors as debtor
  join shareholdings as stake on stake.company_id = debtor.party_id
)
select held.company_id, held.holder_id, held.valid_from, held.pct_before, held.pct, held.unpaid
from held
where held.pct < held.pct_before and held.unpaid > 0
