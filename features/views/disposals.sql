/*
label: {zh: 财产失去, en: "Assets parted with: who, when, how, to whom; `dispose` is a sale by the court"}
*/
select parted.asset_id, parted.holder_id as party_id, parted.counterparty_id as to_id, parted.event as how,
  parted.event_date as lost_on, parted.price
from asset_events as parted
where parted.event in ('own_end', 'transfer', 'gift', 'dispose')
