/*
label: {zh: 被执行人名下财产（取得至失去）, en: "A debtor's assets, from the first day held to the day lost (null = still held)"}
*/
with holding_span as (
  select
    debtor.case_id, debtor.party_id as holder_id, gain.asset_id, min(gain.gained_on) as own_from, min(gain.how) as how,
    case when max(loss.lost_on) >= max(gain.gained_on) then max(loss.lost_on) end as own_until
  from debtors as debtor
  join acquisitions as gain on gain.party_id = debtor.party_id
  left join disposals as loss on loss.party_id = gain.party_id and loss.asset_id = gain.asset_id
  group by debtor.case_id, debtor.party_id, gain.asset_id
)
select
  holding_span.case_id, holding_span.holder_id, holding_span.asset_id, asset.asset_class, asset.value, asset.encumbered,
  greatest(asset.value - coalesce(asset.encumbered, 0), 0) as net_value, holding_span.how, holding_span.own_from,
  holding_span.own_until
from holding_span
join assets as asset on asset.asset_id = holding_span.asset_id
