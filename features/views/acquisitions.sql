/*
label: {zh: 财产取得, en: "Assets gained: who, when, how, from whom"}
*/
select opening.asset_id, opening.holder_id as party_id, null as from_id, opening.event as how,
  opening.event_date as gained_on, opening.price
from asset_events as opening
where opening.event in ('own_start', 'co_own')
union all
select shared.asset_id, shared.counterparty_id, null, shared.event, shared.event_date, shared.price
from asset_events as shared
where shared.event = 'co_own'
union all
select received.asset_id, received.counterparty_id, received.holder_id, received.event, received.event_date,
  received.price
from asset_events as received
where received.event in ('transfer', 'gift', 'inherit')
