/*
label:    {zh: 离婚中财产归前配偶, en: Assets that went to the ex-spouse}
targets:  [concealed_assets]
typology: A2
at:       lost_on
measures: [count, sum(value) / claim_amount, min(days_from_divorce)]
windows:  [all, 12m before suit_filed, since suit_filed]
reason:
  zh: "{window}，离婚前后一年内有 {rows} 项财产归前配偶[，价值为执行标的的 {sum_value_per_claim_amount} 倍]"
  en: "{window}, {rows} assets went to the ex-spouse within a year of the divorce[, worth {sum_value_per_claim_amount}
    times the claim]"
innocent:
  zh: 因抚养子女、照顾无过错方分得；按揭由前配偶继续偿还
  en: "given to whoever brings up the children or was wronged; the ex-spouse goes on paying the mortgage"
verify:
  zh: 核算双方实际所得、债务承担与子女抚养
  en: "what each received in all, who bears the debts and the children"
law: "婚姻家庭编解释（二）第3条 [W]"
*/
select
  split.asset_id, split.lost_on, split.how, split.price, split.to_id, ex.divorced_on, asset.asset_class, asset.value,
  abs(split.lost_on - ex.divorced_on) as days_from_divorce
from spouses as ex
join disposals as split on split.party_id = ex.debtor_id and split.to_id = ex.party_id
join assets as asset on asset.asset_id = split.asset_id
where abs(split.lost_on - ex.divorced_on) <= 365
