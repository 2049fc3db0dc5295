/*
label:    {zh: 场所类型, en: Kind of premises}
targets:  [critical_by_place, critical_by_area, critical_by_inspector]
typology: context
direction: either
measures: [max(risk_class), max(restaurant), max(grocery_store)]
reason:   {zh: "场所风险等级 {max_risk_class}", en: "risk class {max_risk_class} of 3"}
absent:   {zh: 场所类型不明, en: kind of premises unknown}
*/
select this_case.risk_class, case when this_case.facility = 'restaurant' then 1 else 0 end as restaurant,
       case when this_case.facility = 'grocery_store' then 1 else 0 end as grocery_store
from this_case
