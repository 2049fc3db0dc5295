/*
label:    {zh: "lag and lead", en: "lag and lead"}
targets:  [concealed_assets]
typology: context
at:       event_date
measures: [count, max(gap), mean(gap), sum(next_price), max(place)]
windows:  [all, 12m]
reason:   {zh: 有, en: some}
*/
select event.event_date, event.asset_id,
       event.event_date - lag(event.event_date) over (partition by event.asset_id order by event.event_date, event.event_id) as gap,
       lead(event.price) over (partition by event.asset_id order by event.event_date, event.event_id) as next_price,
       rank() over (partition by event.asset_id order by event.event_id) as place
from (select distinct own.asset_id from owned_assets as own) as thing
join asset_events as event on event.asset_id = thing.asset_id
