/*
rule: R-57
label: {zh: 超标的查封, en: Seizure beyond the claim}
aspect: 10
severity: H
basis: 查扣冻规定第19条（不得明显超标的额）；一点五倍为办案单位参数
verified: true
office_limit: true
in_force: {from: 2005-01-01}
span: all
texts:
  flag: {zh: "首封财产净值 {seized_net}，标的 {claim_amount}", en: "{seized_net} first seized for a claim of {claim_amount}"}
  pass: {zh: 未见明显超标的查封, en: no plain excess}
verify: {zh: 核实财产是否可分、评估价值, en: "can it be divided, and what is it worth"}
*/
select
  held.case_id, sum(held.net_value) as seized_net, max(this_case.claim_amount) as claim_amount,
  case when max(this_case.claim_amount) is null then 'unknown' when count(*) = 1 then 'pass'
    when sum(held.net_value) * 2 > max(this_case.claim_amount) * 3 then 'flag' else 'pass' end as verdict
from court_seizures as held
join this_case on this_case.case_id = held.case_id
where held.seize_rank = 1 and held.net_value > 0 and held.ended_on is null
  and coalesce(held.until_on, held.latest_on, today()) >= today()
group by held.case_id
