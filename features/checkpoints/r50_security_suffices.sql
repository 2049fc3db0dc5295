/*
rule: R-50
label: {zh: 已查封财产足以清偿的不得列入失信, en: Not listed where what is seized suffices}
aspect: 10
severity: H
basis: 失信名单规定（2017年修正）第3条
verified: false
in_force: {from: 2017-05-01}
at: published_on
span: all
texts:
  fail: {zh: "{published_on} 列入失信时，已首封财产净值 {seized_net}，不低于标的 {claim_amount}", en: "listed on {published_on} although {seized_net} were seized for a claim of {claim_amount}"}
  pass: {zh: 查封财产不足清偿, en: what is seized does not suffice}
verify: {zh: 核实财产价值与处置难度, en: "what is it worth, and can it be sold"}
*/
with held as (
  select court_seizures.case_id, sum(court_seizures.net_value) as seized_net, min(court_seizures.seized_on) as seized_on
  from court_seizures
  where court_seizures.seize_rank = 1 and court_seizures.net_value > 0 and court_seizures.ended_on is null
  group by court_seizures.case_id
)
select
  punishment.case_id, punishment.published_on, held.seized_net, this_case.claim_amount,
  case when this_case.claim_amount is null then 'unknown'
    when held.seized_on <= punishment.published_on and held.seized_net >= this_case.claim_amount then 'fail'
    else 'pass' end as verdict
from punishments as punishment
join this_case on this_case.case_id = punishment.case_id
join held on held.case_id = punishment.case_id
where punishment.kind = 'dishonest_list'
