/*
label:    {zh: 驾驶他人名下车辆, en: Drives a car in someone else's name}
targets:  [concealed_assets]
typology: A4
at:       ts
measures: [count, distinct(asset_id), share(in_circle), share(bought_after_suit), days_since_last]
windows:  [since filed, since closed]
reason:
  zh: "{window}，驾驶他人名下车辆被记录 {rows} 次[，涉及 {distinct_asset_id} 辆][，其中关联人名下占 {share_in_circle}][，最近一次在 {last_day}]"
  en: "{window}, recorded {rows} times driving cars of others[, {distinct_asset_id} of them][, {share_in_circle} of
    people near the debtor][, last on {last_day}]"
innocent:
  zh: 偶尔借用家人车辆；单位用车；租车、网约车
  en: "the family car now and then; a company car; a rented or ride-hailing car"
verify:
  zh: 查购车款来源、保险投保人、停车与充电付款人
  en: "who paid for the car, its insurance, parking and charging"
*/
with circle_cars as (
  select circle_car.case_id, circle_car.asset_id, max(circle_car.own_from) as bought_on
  from circle_assets as circle_car
  where circle_car.own_until is null
  group by circle_car.case_id, circle_car.asset_id
)
select
  sighting.asset_id, sighting.ts, sighting.place, sighting.kind, circle_cars.asset_id is not null as in_circle,
  circle_cars.bought_on >= coalesce(this_case.suit_filed, this_case.filed) as bought_after_suit
from debtors as debtor
join this_case on this_case.case_id = debtor.case_id
join vehicle_sightings as sighting on sighting.driver_id = debtor.party_id
left join circle_cars on circle_cars.asset_id = sighting.asset_id
where day(sighting.ts) >= this_case.filed and sighting.asset_id is not null
  and not exists (select 1 from owned_assets as own where own.asset_id = sighting.asset_id)
