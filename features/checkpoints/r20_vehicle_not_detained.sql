/*
rule: R-20
label: {zh: 查封车辆已查找扣押, en: A seized vehicle was looked for and detained}
aspect: 2
severity: H
basis: 财产调查规定第16条（已办理查封登记未能实际扣押的，可以通知有关单位协助查找）
verified: true
in_force: {from: 2017-05-01}
span: since closed
texts:
  flag: {zh: "查封后车辆有 {n} 次行踪（如 {seen_on} {kind}），未见扣押", en: "{n} traces of the vehicle after its seizure (such as {kind} on {seen_on}), and no detention"}
  pass: {zh: 查封车辆已扣押，或未见行踪, en: "detained, or never seen"}
verify: {zh: 核实是否函请公安机关协助查找、扣押, en: "were the police asked to find and hold it"}
*/
select
  held.case_id, held.asset_id, day(sighting.ts) as seen_on, sighting.kind,
  case when held.detained_on is not null or held.ended_on is not null then 'pass'
    when coalesce(held.until_on, held.latest_on) < day(sighting.ts) then 'pass'
    else 'flag' end as verdict
from court_seizures as held
join vehicle_sightings as sighting on sighting.asset_id = held.asset_id
where held.asset_class = 'vehicle' and day(sighting.ts) > held.seized_on
