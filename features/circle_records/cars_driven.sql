/*
label:    {zh: 驾驶记录, en: "Driving on record"}
targets:  [concealed_assets]
typology: [A4, A13]
direction: either
at:       ts
by:
  whose:
    own: {zh: 本人名下车辆, en: a car of their own}
    spouse: {zh: 配偶或前配偶名下车辆, en: a car of a spouse or former spouse}
    kin: {zh: 其他亲属名下车辆, en: a car of other kin}
    company: {zh: 公司名下车辆, en: a car of a company}
    associate: {zh: 其他关联人名下车辆, en: a car of somebody else near}
    stranger: {zh: 他人名下车辆, en: a car of a stranger}
measures: [count, distinct(asset_id), distinct(place), {max(days_from_filing): all}, {max(days_from_suit): all}]
windows:  [all, since filed]
reason:
  zh: "{window}，被执行人驾驶{whose}被记录 {rows} 次[，涉及 {distinct_asset_id} 辆][，最近一次在 {last_day}]"
  en: "{window}, the debtor was recorded {rows} times driving {whose}[, {distinct_asset_id} of them][, the last on {last_day}]"
innocent:
  zh: "借用、租用的车辆，或本人车辆已无处置价值；网约车"
  en: "a car borrowed or rented, or their own and worth nothing; a hired car"
verify:
  zh: "查购车款、保险投保人与停车付费人"
  en: "who paid for the car, its insurance and parking"
*/
with held as (
  select circle_car.case_id, circle_car.asset_id, min(around.role) as role
  from circle_assets as circle_car
  join around on around.case_id = circle_car.case_id and around.party_id = circle_car.holder_id
  where circle_car.own_until is null
  group by circle_car.case_id, circle_car.asset_id
)
select
  sighting.sighting_id, sighting.asset_id, sighting.ts, sighting.place, sighting.kind,
  case
    when exists (select 1 from owned_assets as own where own.asset_id = sighting.asset_id) then 'own'
    when held.role is null then 'stranger'
    when held.role = 'kin_company' then 'company' else held.role end as whose,
  day(sighting.ts) - this_case.filed as days_from_filing,
  day(sighting.ts) - this_case.suit_filed as days_from_suit
from debtors as debtor
join this_case on this_case.case_id = debtor.case_id
join vehicle_sightings as sighting on sighting.driver_id = debtor.party_id
left join held on held.asset_id = sighting.asset_id
