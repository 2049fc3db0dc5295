/*
label:     {zh: 抵押已覆盖财产价值, en: Assets mortgaged up to their value}
targets:   [concealed_assets]
typology:  A19
direction: lowers
at:        own_from
measures:  [count, sum(encumbered) / sum(value)]
reason:
  zh: "{rows} 项财产的抵押额已达价值九成以上[（合计 {sum_encumbered_per_sum_value}）]，变现对本案无益"
  en: "{rows} assets are mortgaged for nine tenths of their value or more[ ({sum_encumbered_per_sum_value} in all)]:
    selling them brings this creditor nothing"
absent:   {zh: 未见抵押覆盖全部价值的财产, en: no asset is mortgaged up to its value}
innocent: {zh: 正常按揭或经营贷款, en: an ordinary home or business loan}
verify:
  zh: 核实抵押余额与抵押权真实性
  en: what is left of the loan; is the mortgage genuine
*/
select owned.asset_id, owned.own_from, owned.asset_class, owned.value, owned.encumbered
from owned_assets as owned
where owned.own_until is null and owned.value > 0 and owned.encumbered * 10 >= owned.value * 9
