/*
rule: R-15
label: {zh: 终本裁定载明法定事项, en: The ruling states what it must}
aspect: 6
severity: L
basis: 法〔2016〕373号第6条
verified: false
in_force: {from: 2016-12-01}
needs: {zh: 终本裁定书全文, en: the text of the ruling}
texts:
  unknown: {zh: 须查阅裁定书：标的、执行经过与措施、查明财产、到位金额、恢复权利与继续履行义务, en: "to be read in the ruling: claim, course and measures, property, amount realised, right to restore and duty to perform"}
verify: {zh: 查阅终本裁定书, en: read the ruling}
*/
select this_case.case_id, 'unknown' as verdict from this_case
