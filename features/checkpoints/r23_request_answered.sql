/*
rule: R-23
label: {zh: 恢复执行申请有答复, en: A request to restore was answered}
aspect: 7
severity: M
basis: 法〔2016〕373号第9条；民诉法解释第517条（再次申请不受申请执行时效期间的限制）；三十日为办案单位参数
verified: true
office_limit: true
in_force: {from: 2016-12-01}
span: since closed
codes: {enforcement_actions: [restore_request, restored]}
texts:
  flag: {zh: "{asked_on} 申请恢复执行，逾三十日未见答复", en: "asked to restore on {asked_on}, no answer after thirty days"}
  pass: {zh: 恢复申请已处理, en: requests were answered}
verify: {zh: 调阅恢复申请及答复, en: look for the request and the answer}
*/
select
  this_case.case_id, request.action_date as asked_on,
  case when restored.restored_on >= request.action_date then 'pass'
    when exists (
      select 1 from enforcement_actions as answer
      where answer.case_id = request.case_id and answer.action in ('clue_checked', 'ruling_issued', 'ruling_served')
        and answer.action_date >= request.action_date
    ) then 'pass'
    when today() - request.action_date <= 30 then 'unknown' else 'flag' end as verdict
from this_case
join enforcement_actions as request on request.case_id = this_case.case_id and request.action = 'restore_request'
left join restored on restored.case_id = this_case.case_id
where request.action_date > this_case.closed
