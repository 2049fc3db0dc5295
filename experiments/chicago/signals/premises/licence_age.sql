/*
label:    {zh: 经营年限, en: Age of the business}
targets:  [critical_by_place, critical_by_area, critical_by_inspector]
typology: context
direction: either
measures: [max(days)]
reason:   {zh: "首次取得许可距今 {max_days} 天", en: "first licensed {max_days} days ago"}
absent:   {zh: 无许可记录, en: no licence on record}
*/
select today() - licence.started_date as days
from this_case
join licences as licence on licence.visit_id = this_case.visit_id
