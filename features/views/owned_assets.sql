/*
label: {zh: 被执行人名下财产（取得至失去）, en: "A debtor's assets, from the first day held to the day lost (null = still held)"}
*/
-- gains and losses are each summed up first: joined row by row, thousands of events of one thing would meet thousands
with gained as (
  select
    debtor.case_id, debtor.party_id as holder_id, gain.asset_id, min(gain.gained_on) as own_from,
    max(gain.gained_on) as last_gained, min(gain.how) as how
  from debtors as debtor
  join acquisitions as gain on gain.party_id = debtor.party_id
  group by debtor.case_id, debtor.party_id, gain.asset_id
),
lost as (
  select debtor.case_id, debtor.party_id as holder_id, loss.asset_id, max(loss.lost_on) as last_lost
  from debtors as debtor
  join disposals as loss on loss.party_id = debtor.party_id
  group by debtor.case_id, debtor.party_id, loss.asset_id
)
select
  gained.case_id, gained.holder_id, gained.asset_id, asset.asset_class, asset.value, asset.encumbered,
  greatest(asset.value - coalesce(asset.encumbered, 0), 0) as net_value, gained.how, gained.own_from,
  case when lost.last_lost >= gained.last_gained then lost.last_lost end as own_until
from gained
left join lost on lost.holder_id = gained.holder_id and lost.asset_id = gained.asset_id
join assets as asset on asset.asset_id = gained.asset_id
