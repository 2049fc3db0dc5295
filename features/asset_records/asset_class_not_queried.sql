/*
label:    {zh: 已知财产类别未查询, en: An asset is known whose class was never queried}
targets:  [concealed_assets]
typology: A19
measures: [count, sum(net_value) / claim_amount, distinct(asset_class)]
reason:
  zh: "名下 {rows} 项财产所属类别在本案中未经查询[，净值为执行标的的 {sum_net_value_per_claim_amount} 倍]"
  en: "{rows} assets of classes that this case never queried[, net worth {sum_net_value_per_claim_amount} times the
    claim]"
innocent:
  zh: 已以线下方式核查但未录入；财产价值低于处置成本
  en: "checked off-line and not recorded; worth less than the cost of selling it"
verify:
  zh: 向登记机关补查该类财产，查阅卷宗中的线下调查材料
  en: "query the registry for this class, and look in the file for checks on paper"
law: "财产调查规定第2条、第12条 [L]"
*/
select owned.asset_id, owned.asset_class, owned.holder_id, owned.net_value, owned.own_from
from owned_assets as owned
where owned.own_until is null
  and not exists (
    select 1 from property_queries as query
    where query.case_id = owned.case_id and query.party_id = owned.holder_id and query.asset_class = owned.asset_class
      and query.result in ('found', 'none')
  )
