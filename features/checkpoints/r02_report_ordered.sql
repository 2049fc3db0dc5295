/*
rule: R-02
label: {zh: 责令每名被执行人报告财产, en: Every debtor ordered to report property}
aspect: 4
severity: M
basis: 法〔2016〕373号第1条第(一)项；财产调查规定第3条
verified: true
in_force: {from: 2017-05-01}
codes: {enforcement_actions: [report_order]}
absence: [enforcement_actions]
texts:
  fail: {zh: "有 {n} 名被执行人未被责令报告财产", en: "{n} debtors were never ordered to report their property"}
  hint: {zh: "另有 {n} 名被执行人未见报告财产令（已责令他人）", en: "no order names {n} debtors, though others were ordered"}
  pass: {zh: 已责令报告财产, en: report of property ordered}
verify: {zh: 调阅报告财产令及送达回证, en: look for the order and its proof of service}
*/
select
  liable.case_id, liable.party_id,
  case when liable.died_on <= this_case.filed or liable.deregistered_on <= this_case.filed then 'not_applicable'
    when this_case.case_kind <> 'enforcement' then 'not_applicable'
    when exists (
      select 1 from enforcement_actions as ordered
      where ordered.case_id = liable.case_id and ordered.action = 'report_order'
        and ordered.action_date <= this_case.closed and coalesce(ordered.party_id, liable.party_id) = liable.party_id
    ) then 'pass'
    when liable.role = 'guarantor' then 'not_applicable'
    when exists (
      select 1 from first_acts as another where another.case_id = liable.case_id and another.action = 'report_order'
    ) then 'hint' else 'fail' end as verdict
from liable
join this_case on this_case.case_id = liable.case_id
