/*
label: {zh: 终本后恢复执行, en: "The first day on which enforcement was taken up again"}
*/
with taken_up as (
  select this_case.case_id, again.filed_date as restored_on
  from this_case
  join cases as again on again.parent_case_id = this_case.case_id and again.case_kind = 'restoration'
  union all
  select this_case.case_id, act.action_date
  from this_case
  join enforcement_actions as act on act.case_id = this_case.case_id and act.action in ('restored', 'performed')
  where act.action_date > this_case.closed
)
select taken_up.case_id, min(taken_up.restored_on) as restored_on from taken_up group by taken_up.case_id
