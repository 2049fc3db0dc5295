/*
rule: R-07
label: {zh: 财产线索七日内核实, en: Clues checked within seven days}
aspect: 3
severity: H
basis: 财产调查规定第2条（财产线索明确、具体的，应当在七日内调查核实；情况紧急的三日内）
verified: true
in_force: {from: 2017-05-01}
at: received_on
codes: {enforcement_actions: [clue_received, clue_checked]}
texts:
  flag: {zh: "{received_on} 收到财产线索，至 {due_on} 未核实；线索明确、具体的即违反第2条", en: "clue received on {received_on}, not checked by {due_on}: unlawful if it was clear and concrete"}
  pass: {zh: 财产线索均在七日内核实, en: all clues checked within seven days}
verify: {zh: 调阅线索材料及核实记录；线索是否明确具体、是否紧急, en: "look for the clue and the record of its check; was it concrete, was it urgent"}
*/
with clue as (
  select
    this_case.case_id, received.action_id, received.action_date as received_on, due.next_workday as due_on,
    min(checked.action_date) as checked_on
  from this_case
  join enforcement_actions as received
    on received.case_id = this_case.case_id and received.action = 'clue_received'
    and received.action_date < this_case.closed
  left join calendar as due on due.day = received.action_date + 7
  left join enforcement_actions as checked
    on checked.case_id = received.case_id and checked.action = 'clue_checked'
    and checked.action_date >= received.action_date
  group by this_case.case_id, received.action_id, received.action_date, due.next_workday
)
select
  clue.case_id, clue.received_on, clue.due_on, clue.checked_on,
  case when clue.due_on is null then 'unknown' when clue.checked_on <= clue.due_on then 'pass'
    when clue.due_on >= today() then 'unknown' else 'flag' end as verdict
from clue
