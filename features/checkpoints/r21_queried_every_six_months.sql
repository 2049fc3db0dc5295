/*
rule: R-21
label: {zh: 终本后五年内每六个月查询一次, en: Queried every six months for five years}
aspect: 7
severity: M
basis: 法〔2016〕373号第9条（终本后五年内每六个月查询一次）；三十日宽限为办案单位参数
verified: true
office_limit: true
in_force: {from: 2016-12-01}
span: since closed
texts:
  flag: {zh: "{previous_on} 之后应于 {due_on} 前再次查询，本案未见查询（共 {n} 次逾期）", en: "after {previous_on} the next query of this case was due by {due_on} and did not come in time ({n} times)"}
  pass: {zh: 终本后按期查询, en: queried in time ever since}
verify: {zh: 调取查控系统终本后自动查询记录, en: fetch the control system's log after the closing}
*/
with stretch as (
  select
    this_case.case_id, least(today() - 1, span.plus_60m, restored.restored_on, performed.performed_on) as until_on
  from this_case
  left join calendar as span on span.day = this_case.closed
  left join restored on restored.case_id = this_case.case_id
  left join performed on performed.case_id = this_case.case_id
),
point as (
  select this_case.case_id, this_case.closed as point_on from this_case
  union
  select later.case_id, later.query_date
  from later_queries as later
  join stretch on stretch.case_id = later.case_id
  where later.own = 1 and later.query_date <= stretch.until_on
  union
  select stretch.case_id, stretch.until_on from stretch
),
step as (
  select
    point.case_id, point.point_on,
    lag(point.point_on) over (partition by point.case_id order by point.point_on) as previous_on
  from point
)
select
  step.case_id, step.previous_on, term.plus_6m as due_on,
  case when step.point_on > term.plus_6m + 30 then 'flag' else 'pass' end as verdict
from step
join this_case on this_case.case_id = step.case_id
left join calendar as term on term.day = step.previous_on
where step.previous_on is not null and (step.previous_on > this_case.closed or step.point_on > term.plus_6m)
