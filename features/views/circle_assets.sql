/*
label: {zh: 关联人名下财产, en: Assets that people and companies near a debtor hold or held}
partial: true
*/
-- gains and losses are each summed up first, as in owned_assets
with gained as (
  select
    near.case_id, near.debtor_id, near.party_id as holder_id, near.steps, near.path, gain.asset_id,
    min(gain.gained_on) as own_from, max(gain.gained_on) as last_gained, min(gain.how) as how
  from circle as near
  join acquisitions as gain on gain.party_id = near.party_id
  group by near.case_id, near.debtor_id, near.party_id, near.steps, near.path, gain.asset_id
),
lost as (
  select near.case_id, near.party_id as holder_id, loss.asset_id, max(loss.lost_on) as last_lost
  from circle as near
  join disposals as loss on loss.party_id = near.party_id
  group by near.case_id, near.party_id, loss.asset_id
)
select
  gained.case_id, gained.debtor_id, gained.holder_id, gained.steps, gained.path, gained.asset_id, asset.asset_class,
  asset.value, greatest(asset.value - coalesce(asset.encumbered, 0), 0) as net_value, gained.how, gained.own_from,
  case when lost.last_lost >= gained.last_gained then lost.last_lost end as own_until
from gained
left join lost on lost.holder_id = gained.holder_id and lost.asset_id = gained.asset_id
join assets as asset on asset.asset_id = gained.asset_id
