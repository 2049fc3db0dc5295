/*
label:     {zh: 按市价售予无关联人, en: Assets sold to outsiders at a fair price}
targets:   [concealed_assets]
typology:  A1
direction: lowers
at:        lost_on
measures:  [count, sum(price) / claim_amount]
windows:   [all, since suit_filed]
reason:
  zh: "{window}，按接近价值的价格售予无关联人 {rows} 项（只计起诉前两年以来）[，价款为执行标的的 {sum_price_per_claim_amount} 倍]"
  en: "{window}, {rows} assets sold to outsiders near their value (since two years before the suit)[, for
    {sum_price_per_claim_amount} times the claim]"
absent:   {zh: 未见按市价售予无关联人的财产, en: no asset sold to an outsider at a fair price}
innocent:
  zh: 正常出售财产用于还债或生活
  en: an ordinary sale to pay debts or to live
verify:
  zh: 核对价款去向：是否用于清偿债务
  en: "where the price went: did it pay creditors?"
*/
select sale.asset_id, sale.lost_on, sale.to_id, asset.asset_class, asset.value, sale.price
from debtors as debtor
join this_case on this_case.case_id = debtor.case_id
join disposals as sale on sale.party_id = debtor.party_id and sale.how = 'transfer'
join assets as asset on asset.asset_id = sale.asset_id
where sale.lost_on >= coalesce(this_case.suit_filed, this_case.filed) - 730
  and sale.price * 5 >= asset.value * 4
  and not exists (select 1 from circle as near where near.party_id = sale.to_id)
