/*
rule: R-31
label: {zh: 未对已死亡或注销者采取惩戒, en: Nobody was punished after death}
aspect: 10
severity: M
basis: 变更追加规定第10条（死亡）、第21条至第23条（注销）；主体不适格监督类案
verified: false
in_force: {from: 2016-12-01}
at: published_on
span: all
none: pass
texts:
  fail: {zh: "被执行人 {gone_on} 死亡或注销，{published_on} 仍对其限高或列失信", en: "dead or struck off on {gone_on}, and still punished on {published_on}"}
  pass: {zh: 未见此情形, en: none}
verify: {zh: 调取死亡、注销登记, en: fetch the register}
*/
select
  liable.case_id, liable.party_id, coalesce(liable.died_on, liable.deregistered_on) as gone_on, measure.published_on,
  case when measure.published_on > coalesce(liable.died_on, liable.deregistered_on) then 'fail' else 'pass' end
    as verdict
from liable
join punishments as measure on measure.case_id = liable.case_id and measure.party_id = liable.party_id
where coalesce(liable.died_on, liable.deregistered_on) is not null
