/*
label:    {zh: 该组检查员以往结果, en: What these inspectors have found before}
targets:  [critical_by_inspector]
typology: context
direction: either
of:       inspector
through:  place
at:       inspected_date
measures: [share(critical_flag)]
windows:  [all, 90d, 365d]
reason:   {zh: "该组检查员以往检查中严重违规占 {share_critical_flag}",
           en: "these inspectors found a critical violation in a share of {share_critical_flag} of their inspections"}
absent:   {zh: 检查员不明, en: inspector unknown}
*/
select earlier.inspected_date, earlier.inspection_id, earlier.critical_flag
from this_inspector
join inspections as earlier on earlier.inspector_id = this_inspector.inspector_id
