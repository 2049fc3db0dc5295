/*
label:    {zh: 名下仍有财产（带财终本）, en: Assets still in the debtor's name}
targets:  [concealed_assets]
typology: A19
at:       own_from
measures: [count, sum(net_value) / claim_amount, distinct(asset_class), share(seized)]
reason:
  zh: "名下仍登记有 {rows} 项财产[，扣除抵押后价值为执行标的的 {sum_net_value_per_claim_amount} 倍]"
  en: "{rows} assets still stand in the debtor's name[, worth {sum_net_value_per_claim_amount} times the claim net of
    mortgages]"
innocent:
  zh: 唯一生活用房；抵押权优先于本案；他院首封轮候；车辆已报废或下落不明
  en: "the only home; a mortgage that takes all; another court seized first; a car scrapped or lost"
verify:
  zh: 调取登记簿现状、首封法院与抵押余额，核对终本裁定列明的财产
  en: "fetch the registry's present state, the first seizing court and the mortgage balance; compare with the ruling"
law: "法〔2016〕373号第1条 [W]"
*/
select
  owned.asset_id, owned.own_from, owned.holder_id, owned.asset_class, owned.net_value,
  exists (select 1 from debtor_seizures as seizure where seizure.asset_id = owned.asset_id) as seized
from owned_assets as owned
where owned.own_until is null
