/*
rule: R-20
label: {zh: 查封车辆已查找扣押, en: A seized vehicle was looked for and detained}
aspect: 2
severity: H
basis: 财产调查规定第16条
verified: true
in_force: {from: 2017-05-01}
span: since closed
texts:
  fail: {zh: "查封后车辆有 {n} 次违章、年检或投保记录（如 {seen_on}），未见扣押", en: "{n} fines, inspections or insurances of the vehicle after its seizure (such as {seen_on}), and no detention"}
  flag: {zh: "查封后车辆被拍到 {n} 次（如 {seen_on}），未见扣押", en: "seen {n} times after its seizure (such as {seen_on}), and no detention"}
  pass: {zh: 查封车辆已扣押，或未见行踪, en: "detained, or never seen"}
verify: {zh: 核实是否函请公安机关协助查找、扣押, en: "were the police asked to find and hold it"}
*/
select
  held.case_id, held.asset_id, day(sighting.ts) as seen_on,
  case when held.detained_on is not null or held.ended_on is not null then 'pass'
    when coalesce(held.until_on, held.latest_on) < day(sighting.ts) then 'pass'
    when sighting.kind in ('violation', 'inspection', 'insurance') then 'fail' else 'flag' end as verdict
from court_seizures as held
join vehicle_sightings as sighting on sighting.asset_id = held.asset_id
where held.asset_class = 'vehicle' and day(sighting.ts) > held.seized_on
