/*
label: {zh: 履行完毕, en: "The day on which the debt was performed, here or in a restoration"}
*/
with done as (
  select this_case.case_id, act.action_date as performed_on
  from this_case
  join enforcement_actions as act on act.case_id = this_case.case_id and act.action = 'performed'
  union all
  select this_case.case_id, again.closed_date
  from this_case
  join cases as again on again.parent_case_id = this_case.case_id and again.case_kind = 'restoration'
  where again.close_mode in ('performed', 'settled')
  union all
  select this_case.case_id, act.action_date
  from this_case
  join cases as again on again.parent_case_id = this_case.case_id and again.case_kind = 'restoration'
  join enforcement_actions as act on act.case_id = again.case_id and act.action = 'performed'
)
select done.case_id, min(done.performed_on) as performed_on from done group by done.case_id
