/*
label:    {zh: 向关联人转移财产, en: Assets moved to people near the debtor}
targets:  [concealed_assets]
typology: A1
at:       lost_on
measures: [count, sum(value) / claim_amount, sum(price) / sum(value_priced), min(steps), max(days_after_service)]
windows:  [all, 12m before suit_filed, suit_filed to filed, since filed]
reason:
  zh: "{window}，向关联人转移财产 {rows} 项（只计起诉前三年以来）[，价值为执行标的的 {sum_value_per_claim_amount} 倍][，价款与价值之比为 {sum_price_per_sum_value_priced}（赠与按无偿计）]"
  en: "{window}, {rows} assets moved to people near the debtor (since three years before the suit)[, worth
    {sum_value_per_claim_amount} times the claim][, paid for at {sum_price_per_sum_value_priced} of their value, gifts
    counting as unpaid]"
innocent:
  zh: 亲属间按市价真实买卖并付款；债务发生前的赠与；继承分割；为还贷而出售
  en: "a real sale within the family at market price, paid; a gift made before the debt arose; a sale to pay off the
    mortgage"
verify:
  zh: 调取过户档案、完税价格与价款支付流水，核对受让人支付能力
  en: "fetch the transfer file, the taxed price and the payment, and compare it with the buyer's means"
law: "拒执解释（法释〔2024〕13号）第6条：收到应诉通知后隐藏、转移财产 [L]"
law_since: served
*/
select
  sale.asset_id, sale.lost_on, sale.how, sale.to_id, near.path, near.steps, asset.asset_class, asset.value,
  case when sale.how = 'gift' then 0 else sale.price end as price,
  case when sale.how = 'gift' or sale.price is not null then asset.value end as value_priced,
  sale.lost_on - this_case.served as days_after_service
from debtors as debtor
join this_case on this_case.case_id = debtor.case_id
join disposals as sale on sale.party_id = debtor.party_id and sale.how in ('transfer', 'gift')
join circle as near on near.party_id = sale.to_id
join assets as asset on asset.asset_id = sale.asset_id
where sale.lost_on >= coalesce(this_case.suit_filed, this_case.filed) - 1095
