/*
rule: R-15
label: {zh: 终本裁定载明法定事项, en: The ruling states what it must}
aspect: 6
severity: L
basis: 法〔2016〕373号第6条
verified: false
in_force: {from: 2016-12-01}
span: since closed
none: unknown
texts:
  flag: {zh: "{ruled_on} 的终本裁定要素不全", en: "the ruling of {ruled_on} leaves out something"}
  pass: {zh: 终本裁定载明法定事项, en: the ruling states what it must}
  unknown: {zh: 须查阅裁定书：标的、执行经过与措施、查明财产、到位金额、恢复权利与继续履行义务, en: "to be read in the ruling: claim, course and measures, property, amount realised, right to restore and duty to perform"}
verify: {zh: 查阅终本裁定书, en: read the ruling}
*/
select
  this_case.case_id, ruling.action_date as ruled_on,
  case when ruling.complete_flag is null then 'unknown' when ruling.complete_flag then 'pass' else 'flag' end as verdict
from this_case
join enforcement_actions as ruling
  on ruling.case_id = this_case.case_id and ruling.action = 'ruling_issued'
where ruling.action_date >= this_case.closed - 30
