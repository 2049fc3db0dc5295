/*
label:    {zh: 查封车辆仍在行驶, en: Seized vehicle still on the road}
targets:  [concealed_assets]
typology: A13
at:       ts
measures: [count, days_since_last, distinct(place), share(driven_by_debtor)]
windows:  [all, 90d, since closed]
reason:
  zh: "{window}，查封期间仍被拍到 {rows} 次[，地点 {distinct_place} 处][，最近一次在 {last_day}]"
  en: "{window}, seen {rows} times while seized[, at {distinct_place} places][, last on {last_day}]"
innocent:
  zh: 查封前已售出未过户；套牌；法院允许继续使用（活封）
  en: "sold before the seizure but never re-registered; a cloned plate; use permitted by the court"
verify:
  zh: 调取卡口照片、保险投保人与违章处理人
  en: "fetch camera pictures, who insures the car and who pays its fines"
law: "财产调查规定第16条 [L]"
*/
-- in force on the day of the sighting, not on the day of the question: a seizure of a car lapses after two years;
-- what came of the seizures is summed up first, as in debtor_seizures
with seizures as (
  select
    debtor.case_id, debtor.party_id as debtor_id, seizure.asset_id, seizure.case_id as by_case_id,
    seizure.event_date as seized_on, seizure.until_date
  from debtors as debtor
  join asset_events as seizure on seizure.holder_id = debtor.party_id and seizure.event = 'seize'
  group by
    debtor.case_id, debtor.party_id, seizure.asset_id, seizure.case_id, seizure.event_date, seizure.until_date
),
renewed as (
  select seized.asset_id, seized.by_case_id, max(renewal.until_date) as renewed_until
  from seizure_days as seized
  join asset_events as renewal
    on renewal.asset_id = seized.asset_id and renewal.case_id = seized.by_case_id and renewal.event = 'renew'
  group by seized.asset_id, seized.by_case_id
),
ended as (
  select over_days.asset_id, over_days.by_case_id, over_days.seized_on, min(ending.event_date) as ended_on
  from seizure_days as over_days
  join asset_events as ending
    on ending.asset_id = over_days.asset_id and ending.event in ('lift', 'dispose')
    and ending.event_date >= over_days.seized_on
    and (ending.event = 'dispose' or ending.case_id = over_days.by_case_id)
  group by over_days.asset_id, over_days.by_case_id, over_days.seized_on
)
select distinct  -- a car that several cases seized was seen once
  seizure.asset_id, sighting.ts, sighting.place, sighting.kind, sighting.driver_id,
  driver.party_id is not null as driven_by_debtor
from seizures as seizure
left join renewed on renewed.asset_id = seizure.asset_id and renewed.by_case_id = seizure.by_case_id
left join ended
  on ended.asset_id = seizure.asset_id and coalesce(ended.by_case_id, '') = coalesce(seizure.by_case_id, '')
  and ended.seized_on = seizure.seized_on
join vehicle_sightings as sighting
  on sighting.asset_id = seizure.asset_id and day(sighting.ts) > seizure.seized_on
  and day(sighting.ts) <= coalesce(renewed.renewed_until, seizure.until_date, today())
  and (ended.ended_on is null or day(sighting.ts) < ended.ended_on)
left join debtors as driver on driver.party_id = sighting.driver_id
where not exists (
  select 1 from disposals as sale
  where sale.asset_id = seizure.asset_id and sale.party_id = seizure.debtor_id and sale.lost_on <= seizure.seized_on
)
