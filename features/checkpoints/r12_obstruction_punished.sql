/*
rule: R-12
label: {zh: 妨害执行的已制裁, en: Obstruction was punished}
aspect: 3
severity: M
basis: 法〔2016〕373号第1条第(五)项；限制高消费规定第11条（违反限制高消费令，查证属实的予以拘留、罚款）
verified: true
in_force: {from: 2016-12-01}
codes: {enforcement_actions: [fine, detention]}
optional: [spending, asset_events]
none: pass
texts:
  flag: {zh: "终本前有妨害执行迹象（{done_on}，限制消费后高消费或转让查封财产），未见罚款、拘留", en: "a trace of obstruction on {done_on} (forbidden spending, or passing on what was seized), and neither fine nor detention"}
  pass: {zh: 未见妨害执行，或已制裁, en: "no obstruction is seen, or it was punished"}
verify: {zh: 核实是否本人消费、查封是否公示，以及罚款、拘留决定, en: "was it the debtor's own doing, was the seizure public; look for the decisions"}
*/
select
  sign.case_id, sign.party_id, sign.how, sign.done_on,
  case when exists (
    select 1 from enforcement_actions as punished
    where punished.case_id = sign.case_id and punished.action in ('fine', 'detention')
      and coalesce(punished.party_id, sign.party_id) = sign.party_id and punished.action_date >= sign.first_on
  ) then 'pass' else 'flag' end as verdict
from obstructions as sign
