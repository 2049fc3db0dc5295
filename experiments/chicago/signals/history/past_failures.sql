/*
label:    {zh: 此前不合格, en: Earlier failures}
targets:  [critical_by_place, critical_by_area, critical_by_inspector]
typology: context
at:       inspected_date
measures: [count, days_since_last]
windows:  [all]
reason:   {zh: "此前 {count} 次不合格，最近一次距今 {days_since_last} 天", en: "failed {count} times before, last {days_since_last} days ago"}
*/
select failed.inspected_date, failed.inspection_id
from past_inspections as failed
where failed.failed_flag
