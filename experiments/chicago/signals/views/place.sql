/*
label: {zh: 检查地点与检查员, en: Where the visit is, and who makes it}
*/
select this_case.visit_id, this_case.license_id, this_case.area_id, this_case.city_id, this_case.inspector_id
from this_case
