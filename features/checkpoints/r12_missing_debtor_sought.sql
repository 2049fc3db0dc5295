/*
rule: R-12
label: {zh: 下落不明的被执行人已查找, en: A debtor gone missing was searched for}
aspect: 3
severity: M
basis: 法〔2016〕373号第1条第(五)项；财产调查规定第15条（下落不明的，可以通知有关单位协助查找）
verified: true
in_force: {from: 2016-12-01}
codes: {enforcement_actions: [missing_person_search]}
texts:
  flag: {zh: 原审公告送达（疑下落不明），终本前未见查找, en: "served by public notice at trial, so perhaps missing, and never searched for"}
  pass: {zh: "{sought_on} 查找被执行人", en: "searched for on {sought_on}"}
verify: {zh: 核实被执行人是否到案, en: did the debtor appear}
*/
select
  this_case.case_id, search.last_on as sought_on,
  case when search.last_on is null then 'flag' else 'pass' end as verdict
from this_case
join basis_suit on basis_suit.case_id = this_case.case_id
left join first_acts as search on search.case_id = this_case.case_id and search.action = 'missing_person_search'
where basis_suit.service_kind = 'notice'
