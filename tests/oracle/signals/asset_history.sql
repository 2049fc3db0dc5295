/*
label:    {zh: "the grain of an asset", en: "the grain of an asset"}
targets:  [concealed_assets]
typology: context
of:       asset
through:  owned_assets
at:       event_date
measures: [count, max(price), max(alike), days_since_first]
windows:  [all, 12m]
reason:   {zh: 有, en: some}
*/
select event.event_date, event.price, count(*) over (partition by event.event) as alike
from this_asset
join asset_events as event on event.asset_id = this_asset.asset_id
