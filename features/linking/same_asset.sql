/*
label:    {zh: 同一财产, en: The same asset}
tie:      asset
weight:   6
limit:    30
shows:    assets.asset_id
sentence: {zh: "该案也处置或查封过同一财产（{asset_class}）", en: "the same asset was seized or sold there too"}
*/
with concerned as (
  select holding.case_id, holding.asset_id
  from owned_assets as holding
  union
  select this_case.case_id, measure.asset_id
  from this_case
  join asset_events as measure on measure.case_id = this_case.case_id
  union
  select this_case.case_id, lot.asset_id
  from this_case
  join auctions as lot on lot.case_id = this_case.case_id
),
shared as (
  select mine.case_id, taken.case_id as other_id, mine.asset_id as through
  from concerned as mine
  join asset_events as taken on taken.asset_id = mine.asset_id and taken.case_id is not null
  union
  select listed.case_id, sale.case_id, listed.asset_id
  from concerned as listed
  join auctions as sale on sale.asset_id = listed.asset_id and sale.case_id is not null
)
select shared.case_id, shared.other_id, shared.through, coalesce(thing.asset_class, 'other') as asset_class
from shared
left join assets as thing on thing.asset_id = shared.through
