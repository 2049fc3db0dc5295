/*
label:    {zh: "timestamps, day(), windows on them, text functions", en: "timestamps, day(), windows on them, text functions"}
targets:  [concealed_assets]
typology: context
at:       ts
measures: [count, days_since_last, days_since_first, distinct(place), distinct(spot), share(at_gate), max(e_at), mean(place_length), last(place_length), first(place_length), max(seconds_after)]
windows:  [all, 90d, 12m, since closed, 6m after served]
reason:   {zh: 有, en: some}
*/
with seized as (
  select seizure.asset_id, min(seizure.seized_on) as seized_on, min(earlier.ts) as first_ts
  from seizures as seizure
  left join vehicle_sightings as earlier on earlier.asset_id = seizure.asset_id
  group by seizure.asset_id
)
select sighting.ts, sighting.asset_id, sighting.place, sighting.kind,
       length(sighting.place) as place_length,
       substr(sighting.place, 1, 4) || ':' || sighting.kind as spot,
       instr(sighting.place, 'e') as e_at,
       sighting.place like 'Gate%' as at_gate,
       sighting.ts - thing.first_ts as seconds_after
from seized as thing
join vehicle_sightings as sighting on sighting.asset_id = thing.asset_id and day(sighting.ts) > thing.seized_on - 400
