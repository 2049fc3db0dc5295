/*
label:    {zh: 立案后新增财产, en: Assets acquired after the enforcement was filed}
targets:  [concealed_assets]
typology: A20
at:       own_from
measures: [count, sum(net_value) / claim_amount, share(inherited), days_since_last]
windows:  [since filed, since closed]
reason:
  zh: "{window}，新增财产 {rows} 项[，净值为执行标的的 {sum_net_value_per_claim_amount} 倍][，最近一项在 {last_day}]"
  en: "{window}, {rows} assets acquired[, net {sum_net_value_per_claim_amount} times the claim][, the last on
    {last_day}]"
innocent:
  zh: 继承所得；必需的生产工具；已在本案中查封处置
  en: "an inheritance; a tool one needs to work; already seized in this case"
verify:
  zh: 查购置资金来源，依法恢复执行
  en: "where the money came from; restore enforcement"
law: "法〔2016〕373号第9条：终本后五年内定期查询，发现财产应恢复执行 [W]"
*/
select
  owned.asset_id, owned.own_from, owned.holder_id, owned.asset_class, owned.net_value, owned.how,
  owned.how = 'inherit' as inherited
from owned_assets as owned
join this_case on this_case.case_id = owned.case_id
where owned.own_from >= this_case.filed
