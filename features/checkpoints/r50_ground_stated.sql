/*
rule: R-50
label: {zh: 列入失信名单有法定情形, en: Listed on a statutory ground}
aspect: 10
severity: H
basis: 失信名单规定第1条（有履行能力而不履行，或妨害、规避执行等情形）
verified: true
in_force: {from: 2013-10-01}
at: published_on
span: all
texts:
  fail: {zh: "{published_on} 以“{ground}”列入失信，并非法定情形", en: "listed on {published_on} on the ground “{ground}”, which is none of the law's"}
  pass: {zh: 列入失信载有情形, en: a ground is stated}
  unknown: {zh: "{published_on} 列入失信，情形无记录", en: "listed on {published_on}; the ground is not recorded"}
verify: {zh: 调阅失信决定书, en: read the decision}
*/
select
  punishment.case_id, punishment.party_id, punishment.published_on, punishment.ground,
  case when punishment.ground is null or punishment.ground = '' then 'unknown'
    when punishment.ground like '%无财产%' or punishment.ground like '%无履行能力%' or punishment.ground like '%终结本次%'
      then 'fail' else 'pass' end as verdict
from punishments as punishment
where punishment.kind = 'dishonest_list'
