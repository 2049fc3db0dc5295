/*
label:    {zh: 低价处分财产, en: Assets sold for less than half of their value}
targets:  [concealed_assets]
typology: A1
at:       lost_on
measures: [count, sum(shortfall) / claim_amount, sum(paid) / sum(value)]
windows:  [all, 12m before suit_filed, since suit_filed]
reason:
  zh: "{window}，以不足价值一半的价格处分财产 {rows} 项（只计起诉前两年以来，赠与按无偿计）[，差额为执行标的的 {sum_shortfall_per_claim_amount} 倍]"
  en: "{window}, {rows} assets given away or sold below half of their value (since two years before the suit; gifts
    count as unpaid)[; the shortfall is {sum_shortfall_per_claim_amount} times the claim]"
innocent:
  zh: 旧车折价、合同价避税低报、按揭余额由买方承担、估价为现值而非当时价值
  en: "an old car; a price understated for tax; a buyer who took over the mortgage; an estimate of today, not of then"
verify:
  zh: 调取成交合同、完税价格及资金流水，核对抵押余额
  en: "fetch contract, taxed price, payment and what was left of the mortgage"
law: "拒执解释（法释〔2024〕13号）第6条：收到应诉通知后隐藏、转移财产 [L]"
law_since: served
*/
select
  sale.asset_id, sale.lost_on, sale.how, sale.to_id, asset.asset_class, asset.value,
  case when sale.how = 'gift' then 0 else sale.price end as paid,
  asset.value - case when sale.how = 'gift' then 0 else sale.price end as shortfall
from debtors as debtor
join this_case on this_case.case_id = debtor.case_id
join disposals as sale on sale.party_id = debtor.party_id and sale.how in ('transfer', 'gift')
join assets as asset on asset.asset_id = sale.asset_id
where sale.lost_on >= coalesce(this_case.suit_filed, this_case.filed) - 730
  and case when sale.how = 'gift' then 0 else sale.price end * 2 < asset.value
