/*
label:    {zh: 婚内取得、登记在配偶名下的财产, en: "Assets acquired in marriage, in the spouse's name"}
targets:  [concealed_assets]
typology: A9
at:       own_from
measures: [distinct(asset_id), sum(net_value) / claim_amount, share(gratis)]
windows:  [all, since suit_filed]
reason:
  zh: "{window}，婚内取得、登记在配偶名下的财产 {rows} 项[，净值为执行标的的 {sum_net_value_per_claim_amount} 倍]"
  en: "{window}, {rows} assets were acquired in marriage and stand in the spouse's name[, net
    {sum_net_value_per_claim_amount} times the claim]"
innocent:
  zh: 婚前财产、配偶个人继承受赠、约定分别财产、配偶以自己收入购置
  en: "bought before marriage; inherited by or given to the spouse alone; separate property by agreement"
verify:
  zh: 核查购置款来源、产权取得时间与财产约定，依法析产
  en: "who paid, when it was acquired, what the couple agreed; division of the joint estate"
law: "查封扣押冻结规定第12条：可查封与他人共有的财产 [L]"
*/
select
  held.asset_id, held.asset_class, held.holder_id, held.own_from, held.net_value, held.how,
  held.how in ('inherit', 'gift') as gratis
from spouses as spouse
join circle_assets as held
  on held.holder_id = spouse.party_id and held.own_from >= spouse.married_on and held.own_until is null
where spouse.divorced_on is null or held.own_from < spouse.divorced_on
