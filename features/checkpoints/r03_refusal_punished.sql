/*
rule: R-03
label: {zh: 拒不报告财产的处理, en: Refusal to report dealt with}
aspect: 4
severity: M
basis: 财产调查规定第9条（拒绝报告、虚假报告或无正当理由逾期报告的，可以罚款、拘留）
verified: true
in_force: {from: 2017-05-01}
codes: {enforcement_actions: [report_received, fine, detention]}
texts:
  hint: {zh: "{ordered_on} 责令报告后未见报告，也未见罚款、拘留", en: "ordered on {ordered_on}, no report came, and neither fine nor detention followed"}
  pass: {zh: 已报告，或已对拒不报告作出处理, en: "reported, or the refusal was punished"}
verify: {zh: 核实是否送达报告财产令、是否有正当理由, en: "was the order served, and was there good reason"}
*/
select
  this_case.case_id, ordered.first_on as ordered_on,
  case when report.first_on is not null or fined.first_on is not null or detained.first_on is not null then 'pass'
    else 'hint' end as verdict  -- the law says 可以: a court may, and need not
from this_case
join first_acts as ordered on ordered.case_id = this_case.case_id and ordered.action = 'report_order'
left join first_acts as report on report.case_id = this_case.case_id and report.action = 'report_received'
left join first_acts as fined on fined.case_id = this_case.case_id and fined.action = 'fine'
left join first_acts as detained on detained.case_id = this_case.case_id and detained.action = 'detention'
