/*
label:    {zh: 周边事件热度, en: Events near the place}
targets:  [critical_by_place, critical_by_area, critical_by_inspector]
typology: context
direction: either
measures: [max(burglary_micro), max(garbage_micro), max(sanitation_micro)]
reason:   {zh: 周边入室盗窃、垃圾、卫生投诉的密度与风险有关, en: "density of burglaries, garbage and sanitation complaints nearby"}
absent:   {zh: 无周边数据, en: nothing known of the surroundings}
*/
select nearby.burglary_micro, nearby.garbage_micro, nearby.sanitation_micro
from this_case
join surroundings as nearby on nearby.visit_id = this_case.visit_id
