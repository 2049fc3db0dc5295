/*
label:    {zh: 许可种类, en: Kinds of licence}
targets:  [critical_by_place, critical_by_area, critical_by_inspector]
typology: context
direction: either
measures:
  - share(on_premises_alcohol_flag)
  - share(tobacco_flag)
  - share(package_goods_flag)
  - share(patio_flag)
  - share(amusement_flag)
  - share(limited_flag)
  - share(child_services_flag)
  - share(tavern_flag)
  - share(regulated_flag)
  - share(filling_station_flag)
  - share(caterer_flag)
  - share(mobile_food_flag)
reason:   {zh: 所持许可种类与风险有关, en: the kinds of licence held bear on the risk}
absent:   {zh: 无许可记录, en: no licence on record}
*/
select licence.on_premises_alcohol_flag, licence.tobacco_flag, licence.package_goods_flag, licence.patio_flag,
       licence.amusement_flag, licence.limited_flag, licence.child_services_flag, licence.tavern_flag,
       licence.regulated_flag, licence.filling_station_flag, licence.caterer_flag, licence.mobile_food_flag
from this_case
join licences as licence on licence.visit_id = this_case.visit_id
