/*
rule: R-17
label: {zh: 带财终本, en: Terminated although property was known}
aspect: 5
severity: H
basis: 法〔2016〕373号第1条第(三)项
verified: true
in_force: {from: 2016-12-01}
optional: [auctions]
none: pass
texts:
  fail: {zh: "终本时有 {n} 项已查明的可供执行财产（例如{asset_class}，净值约 {net_value}）", en: "{n} assets known to the court stood at the closing (such as {asset_class}, worth about {net_value} net)"}
  flag: {zh: "终本时有 {n} 项已查明财产（{asset_class}），能否处置待核实（唯一住房、他案在先查封或价值甚微）", en: "{n} known assets at the closing ({asset_class}); perhaps a sole home, seized by others, or of little worth"}
  pass: {zh: 未见已查明而可处置的财产, en: no known asset that could have been disposed of}
  unknown: {zh: "终本时{asset_class}已查明，但价值或查封顺位无记录", en: "{asset_class} was known at the closing; its value or the rank of the seizure is not recorded"}
verify: {zh: 调取产权、抵押、查封顺位及处置记录, en: "fetch title, mortgages, rank of seizures and disposal records"}
*/
with known_asset as (
  select
    owned.case_id, owned.asset_id, owned.holder_id, owned.asset_class, owned.value,
    owned.value - coalesce(owned.encumbered, 0) as net_value, held.seize_rank, held.seized_on, held.detained_on,
    failed.rounds
  from owned_assets as owned
  join this_case on this_case.case_id = owned.case_id
  left join court_seizures as held
    on held.case_id = owned.case_id and held.asset_id = owned.asset_id and held.seized_on <= this_case.closed
  left join failed_auctions as failed on failed.case_id = owned.case_id and failed.asset_id = owned.asset_id
  where owned.own_from <= this_case.closed and coalesce(owned.own_until, this_case.closed + 1) > this_case.closed
    and coalesce(held.ended_on, this_case.closed + 1) > this_case.closed
    and (held.seized_on is not null or exists (
      select 1 from property_queries as query
      where query.party_id = owned.holder_id and query.asset_class = owned.asset_class and query.result = 'found'
        and query.query_date >= owned.own_from and query.query_date <= this_case.closed
    ))
)
select
  known_asset.case_id, known_asset.asset_id, known_asset.asset_class, known_asset.net_value,
  case when known_asset.value is null then 'unknown' when known_asset.net_value <= 0 then 'pass'
    when coalesce(known_asset.seize_rank, 1) > 1 then 'pass' when known_asset.rounds >= 2 then 'pass'
    when known_asset.asset_class in ('vehicle', 'ship')
      and (known_asset.detained_on is null or known_asset.detained_on > this_case.closed) then 'pass'
    when known_asset.seized_on is not null and known_asset.seize_rank is null then 'unknown'
    when known_asset.seized_on is null and exists (
      select 1 from asset_events as rival
      where rival.asset_id = known_asset.asset_id and rival.event = 'seize' and rival.case_id <> known_asset.case_id
        and rival.event_date <= this_case.closed
    ) then 'flag'
    when known_asset.net_value < 10000 then 'flag'
    when known_asset.asset_class = 'real_estate' and holder.party_kind = 'person' and not exists (
      select 1 from owned_assets as home
      where home.holder_id = known_asset.holder_id and home.asset_class = 'real_estate'
        and home.asset_id <> known_asset.asset_id and home.own_from <= this_case.closed
        and coalesce(home.own_until, this_case.closed + 1) > this_case.closed
    ) then 'flag' else 'fail' end as verdict
from known_asset
join this_case on this_case.case_id = known_asset.case_id
left join parties as holder on holder.party_id = known_asset.holder_id
