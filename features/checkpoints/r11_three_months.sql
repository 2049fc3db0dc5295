/*
rule: R-11
label: {zh: 立案满三个月, en: Three months since filing}
aspect: 5
severity: H
basis: 法〔2016〕373号第1条第(四)项
verified: true
in_force: {from: 2016-12-01}
texts:
  fail: {zh: "{filed} 立案，{closed} 终本，不满三个月（至 {due_on}）", en: "filed on {filed}, terminated on {closed}, before three months were over ({due_on})"}
  pass: {zh: "{filed} 立案，{closed} 终本，已满三个月", en: "filed on {filed}, terminated on {closed}, after three months"}
verify: {zh: 核对立案审批表与终本裁定日期, en: compare the filing with the date of the ruling}
*/
select
  this_case.case_id, this_case.filed, this_case.closed, due.plus_3m as due_on,
  case when this_case.case_kind <> 'enforcement' then 'not_applicable'
    when this_case.closed < due.plus_3m then 'fail'
    when this_case.closed >= due.plus_3m then 'pass' else 'unknown' end as verdict
from this_case
left join calendar as due on due.day = this_case.filed
