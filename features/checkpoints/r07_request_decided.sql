/*
rule: R-07
label: {zh: 审计、悬赏申请十日内决定, en: A request for an audit or a bounty decided within ten days}
aspect: 3
severity: H
basis: 财产调查规定第17条、第21条（自收到书面申请之日起十日内决定是否准许）
verified: true
in_force: {from: 2017-05-01}
at: asked_on
codes: {enforcement_actions: [audit, bounty]}
texts:
  fail: {zh: "{asked_on} {action}，{done_on} 才准许，期限至 {due_on}", en: "{action} of {asked_on} was granted only on {done_on}, due by {due_on}"}
  flag: {zh: "{asked_on} {action}，至 {due_on} 未见准许或驳回", en: "{action} of {asked_on}: neither granted nor refused by {due_on}"}
  pass: {zh: 申请已在十日内决定, en: decided within ten days}
verify: {zh: 调阅申请书及决定, en: look for the request and the decision}
*/
with request as (
  select
    this_case.case_id, asked.action_id, asked.action, asked.action_date as asked_on, max(asked.result) as answer,
    due.next_workday as due_on, min(done.action_date) as done_on
  from this_case
  join enforcement_actions as asked
    on asked.case_id = this_case.case_id and asked.action in ('audit_request', 'bounty_request')
    and asked.action_date < this_case.closed
  left join calendar as due on due.day = asked.action_date + 10
  left join enforcement_actions as done
    on done.case_id = asked.case_id and done.action_date >= asked.action_date
    and ((asked.action = 'audit_request' and done.action = 'audit')
      or (asked.action = 'bounty_request' and done.action = 'bounty'))
  group by this_case.case_id, asked.action_id, asked.action, asked.action_date, due.next_workday
)
select
  request.case_id, request.action, request.asked_on, request.due_on, request.done_on,
  case when request.due_on is null then 'unknown' when request.done_on <= request.due_on then 'pass'
    when request.answer is not null then 'pass' when request.done_on > request.due_on then 'fail'
    when request.due_on >= today() then 'unknown' else 'flag' end as verdict
from request
