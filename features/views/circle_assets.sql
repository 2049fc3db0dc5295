/*
label: {zh: 关联人名下财产, en: Assets that people and companies near a debtor hold or held}
partial: true
*/
with circle_span as (
  select
    near.case_id, near.debtor_id, near.party_id as holder_id, near.steps, near.path, gain.asset_id,
    min(gain.gained_on) as own_from, min(gain.how) as how,
    case when max(loss.lost_on) >= max(gain.gained_on) then max(loss.lost_on) end as own_until
  from circle as near
  join acquisitions as gain on gain.party_id = near.party_id
  left join disposals as loss on loss.party_id = gain.party_id and loss.asset_id = gain.asset_id
  group by near.case_id, near.debtor_id, near.party_id, near.steps, near.path, gain.asset_id
)
select
  circle_span.case_id, circle_span.debtor_id, circle_span.holder_id, circle_span.steps, circle_span.path,
  circle_span.asset_id, asset.asset_class, asset.value,
  greatest(asset.value - coalesce(asset.encumbered, 0), 0) as net_value, circle_span.how, circle_span.own_from,
  circle_span.own_until
from circle_span
join assets as asset on asset.asset_id = circle_span.asset_id
