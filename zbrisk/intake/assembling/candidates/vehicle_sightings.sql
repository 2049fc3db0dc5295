-- Cameras, car parks, toll gates: a plate, a moment, a place. The vehicle is known where its plate was seized.
select
    s._id, s._known, 'S' || left(sha256(concat_ws('|', s.plate, s.ts, s.place, s.kind)), 15) as sighting_id,
    s.plate, a.asset_id, s.ts, s.place, s.kind
from list_vehicle_sightings as s
left join (select distinct asset_id, natural_key from assets where asset_class = 'vehicle') as a on a.natural_key = s.plate
