/*
rule: R-16
label: {zh: 终本裁定送达申请执行人, en: The ruling was served on the applicant}
aspect: 6
severity: M
basis: 法〔2016〕373号第6条
verified: false
in_force: {from: 2016-12-01}
span: since closed
codes: {enforcement_actions: [ruling_served]}
absence: [enforcement_actions]
texts:
  fail: {zh: 未见终本裁定送达, en: no service of the ruling is recorded}
  pass: {zh: "{served_on} 送达", en: "served on {served_on}"}
  unknown: {zh: 终本未满三十日，尚无送达记录, en: "closed less than thirty days ago, not yet served"}
verify: {zh: 调阅送达回证；查裁判文书网是否公开, en: "look for proof of service, and for the publication"}
*/
with service as (
  select this_case.case_id, min(act.action_date) as served_on
  from this_case
  join enforcement_actions as act on act.case_id = this_case.case_id and act.action = 'ruling_served'
  where act.action_date >= this_case.closed - 30
  group by this_case.case_id
)
select
  this_case.case_id, service.served_on,
  case when service.served_on is not null then 'pass' when today() - this_case.closed < 30 then 'unknown'
    else 'fail' end as verdict
from this_case
left join service on service.case_id = this_case.case_id
