/*
label: {zh: 执行行为首次日期, en: "The first day of each kind of act before the closing, and the last"}
*/
select this_case.case_id, act.action, min(act.action_date) as first_on, max(act.action_date) as last_on
from this_case
join enforcement_actions as act on act.case_id = this_case.case_id
where act.action_date <= this_case.closed
group by this_case.case_id, act.action
