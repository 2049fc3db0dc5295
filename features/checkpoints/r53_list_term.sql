/*
rule: R-53
label: {zh: 失信名单期限两年, en: Two years on the dishonest list}
aspect: 10
severity: M
basis: 失信名单规定（2017年修正）第2条（二年；暴力、多次等情形可延长一至三年）
verified: false
in_force: {from: 2017-05-01}
at: published_on
span: all
texts:
  fail: {zh: "{published_on} 列入失信，期限已于 {over_on} 届满，仍在公布", en: "listed on {published_on}, over on {over_on}, and still published"}
  pass: {zh: 未超期, en: the term is not over}
verify: {zh: 核实有无延长决定, en: look for a decision to extend}
*/
select
  punishment.case_id, punishment.party_id, punishment.published_on,
  coalesce(punishment.until_date, term.plus_24m) as over_on,
  case when punishment.removed_date is not null then 'pass'
    when coalesce(punishment.until_date, term.plus_24m) is null then 'unknown'
    when coalesce(punishment.until_date, term.plus_24m) < today() then 'fail' else 'pass' end as verdict
from punishments as punishment
left join calendar as term on term.day = punishment.published_on
where punishment.kind = 'dishonest_list'
