/*
label: {zh: 该场所历次检查, en: Earlier inspections of the place}
*/
select this_case.visit_id, inspection.license_id, inspection.inspection_id, inspection.sequence, inspection.inspected_date,
       inspection.failed_flag, inspection.critical_flag, inspection.critical, inspection.serious, inspection.minor
from this_case
join inspections as inspection on inspection.license_id = this_case.license_id
