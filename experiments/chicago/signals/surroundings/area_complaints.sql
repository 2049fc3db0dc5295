/*
label:    {zh: 同邮编区卫生投诉, en: Sanitation complaints in the ZIP code}
targets:  [critical_by_area, critical_by_inspector]
typology: context
direction: either
of:       area
through:  place
at:       created_date
measures: [count]
windows:  [90d, 365d]
reason:   {zh: "同邮编区近 90 天卫生投诉 {count} 件", en: "{count} sanitation complaints in the ZIP code in 90 days"}
*/
select complaint.created_date, complaint.complaint_id
from this_area
join complaints as complaint on complaint.area_id = this_area.area_id
