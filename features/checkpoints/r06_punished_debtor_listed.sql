/*
rule: R-06
label: {zh: 有法定情形的被执行人列入失信名单, en: A debtor with a statutory ground is on the dishonest list}
aspect: 8
severity: M
basis: 法〔2016〕373号第1条第(二)项；失信名单规定第1条（须有法定情形，不得自动列入）
verified: true
in_force: {from: 2016-12-01}
codes: {enforcement_actions: [fine, detention], credit_measures: [dishonest_list]}
texts:
  flag: {zh: "{punished_on} 因妨害执行被处罚，终本前未列入失信名单", en: "punished on {punished_on} for obstruction, but not listed before the closing"}
  pass: {zh: 被处罚的被执行人已列入失信名单, en: the punished debtor is listed}
verify: {zh: 核实处罚事由是否属于失信情形、有无宽限期, en: "is the ground one for listing, and was a period of grace granted"}
*/
select
  liable.case_id, liable.party_id, punished.action_date as punished_on,
  case when exists (
    select 1 from credit_measures as measure
    where measure.party_id = liable.party_id and measure.kind = 'dishonest_list'
      and coalesce(measure.decided_date, measure.published_date) <= this_case.closed
  ) then 'pass' else 'flag' end as verdict
from liable
join this_case on this_case.case_id = liable.case_id
join enforcement_actions as punished
  on punished.case_id = liable.case_id and punished.party_id = liable.party_id
  and punished.action in ('fine', 'detention') and punished.action_date <= this_case.closed
