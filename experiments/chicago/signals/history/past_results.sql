/*
label:    {zh: 历次检查结果, en: Results of earlier inspections}
targets:  [critical_by_place, critical_by_area, critical_by_inspector]
typology: context
direction: either
at:       inspected_date
measures: [count, share(failed_flag), share(critical_flag), sum(critical), sum(serious), mean(minor)]
windows:  [all, 2y]
reason:   {zh: "此前检查 {count} 次，严重违规共 {sum_critical} 项", en: "{count} earlier inspections, {sum_critical} critical violations in all"}
absent:   {zh: 从未检查过, en: never inspected before}
*/
select past.inspected_date, past.inspection_id, past.failed_flag, past.critical_flag, past.critical, past.serious, past.minor
from past_inspections as past
