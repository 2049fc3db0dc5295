/*
label:    {zh: 同邮编区近期检查结果, en: Recent results in the ZIP code}
targets:  [critical_by_area, critical_by_inspector]
typology: context
direction: either
of:       area
through:  place
at:       inspected_date
measures: [count, share(critical_flag)]
windows:  [90d, 365d]
reason:   {zh: "同邮编区近 90 天检查 {count} 次，严重违规占 {share_critical_flag}",
           en: "{count} inspections in the ZIP code in 90 days, a share of {share_critical_flag} with a critical violation"}
absent:   {zh: 同邮编区近期无检查, en: no recent inspection in the ZIP code}
*/
select neighbour.inspected_date, neighbour.inspection_id, neighbour.critical_flag
from this_area
join inspections as neighbour on neighbour.area_id = this_area.area_id
