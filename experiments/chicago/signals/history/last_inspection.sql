/*
label:    {zh: 上次检查, en: Last inspection}
targets:  [critical_by_place, critical_by_area, critical_by_inspector]
typology: context
direction: either
at:       inspected_date
measures: [exists, max(failed), max(critical), max(serious), max(minor), max(days)]
reason:   {zh: "上次检查距今 {max_days} 天：严重违规 {max_critical} 项，较重 {max_serious} 项，轻微 {max_minor} 项",
           en: "last inspected {max_days} days ago: {max_critical} critical, {max_serious} serious, {max_minor} minor violations"}
absent:   {zh: 从未检查过, en: never inspected before}
*/
with ranked as (
  select past.license_id, past.inspected_date, past.failed_flag, past.critical, past.serious, past.minor,
         row_number() over (
           partition by past.license_id order by past.inspected_date desc, past.sequence desc, past.inspection_id desc
         ) as place_in_time
  from past_inspections as past
)
select ranked.inspected_date, case when ranked.failed_flag then 1 else 0 end as failed, ranked.critical, ranked.serious, ranked.minor,
       today() - ranked.inspected_date as days
from ranked
where ranked.place_in_time = 1
