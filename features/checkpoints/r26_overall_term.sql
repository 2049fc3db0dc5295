/*
rule: R-26
label: {zh: 有财产案件六个月内执结, en: A case with property closed within six months}
aspect: 1
severity: M
basis: 法发〔2006〕35号
verified: false
in_force: {from: 2007-01-01}
texts:
  fail: {zh: "{filed} 立案，{closed} 结案，逾六个月（{due_on}）且有财产在控", en: "filed {filed}, closed {closed}, past six months ({due_on}) although property was held"}
  pass: {zh: 六个月内结案, en: closed within six months}
verify: {zh: 核实延长审批与扣除期间, en: look for extensions and periods to be deducted}
*/
select
  held.case_id, this_case.filed, this_case.closed, term.plus_6m as due_on,
  case when coalesce(held.seize_rank, 1) > 1 or (held.value is not null and held.net_value <= 0) then 'not_applicable'
    when this_case.closed > term.plus_6m then 'fail' else 'pass' end as verdict
from court_seizures as held
join this_case on this_case.case_id = held.case_id
left join calendar as term on term.day = this_case.filed
where held.seized_on <= this_case.closed
