/*
label: {zh: 本案信用惩戒, en: "Credit measures of this case and of its restorations, with the day of removal"}
*/
select
  this_case.case_id, measure.party_id, measure.measure_id, measure.kind, measure.ground, measure.decided_date,
  coalesce(measure.published_date, measure.decided_date) as published_on, measure.until_date, measure.removed_date
from this_case
join credit_measures as measure on measure.case_id = this_case.case_id
union
select
  this_case.case_id, measure.party_id, measure.measure_id, measure.kind, measure.ground, measure.decided_date,
  coalesce(measure.published_date, measure.decided_date), measure.until_date, measure.removed_date
from this_case
join cases as again on again.parent_case_id = this_case.case_id
join credit_measures as measure on measure.case_id = again.case_id
