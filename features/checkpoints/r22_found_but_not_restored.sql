/*
rule: R-22
label: {zh: 终本后发现财产应恢复执行, en: Restored when property came to light}
aspect: 7
severity: H
basis: 法〔2016〕373号第9条；民诉法解释第517条（发现可供执行财产的，可以再次申请执行）；三十日为办案单位参数
verified: true
office_limit: true
in_force: {from: 2016-12-01}
span: since closed
optional: [assets, asset_events]
none: pass
texts:
  flag: {zh: "{found_on} 发现{asset_class}，三十日内未恢复执行", en: "{asset_class} came to light on {found_on}; not restored within thirty days"}
  pass: {zh: 未见发现财产而不恢复, en: nothing was found that was not acted on}
  unknown: {zh: "{found_on} 发现{asset_class}，金额无记录或未满三十日", en: "{asset_class} came to light on {found_on}; of unknown size, or less than thirty days ago"}
verify: {zh: 核实财产现状及是否告知申请执行人, en: "what became of it, and was the applicant notified"}
*/
with find as (
  select
    liable.case_id, query.asset_class, query.query_date as found_on,
    case when query.amount is not null then true
      when query.asset_class in ('real_estate', 'vehicle', 'ship', 'equity', 'ip') then true else false end as sized
  from liable
  join this_case on this_case.case_id = liable.case_id
  join property_queries as query
    on query.party_id = liable.party_id and query.result = 'found' and query.query_date > this_case.closed
  where coalesce(query.amount, 10000) >= 10000
    and (query.asset_class in ('deposit', 'e_wallet') or not exists (
      select 1 from property_queries as known
      where known.party_id = query.party_id and known.asset_class = query.asset_class and known.result = 'found'
        and known.query_date <= this_case.closed
    ))
  union all
  select owned.case_id, owned.asset_class, owned.own_from, true
  from owned_assets as owned
  join this_case on this_case.case_id = owned.case_id
  where owned.own_from > this_case.closed and coalesce(owned.value - coalesce(owned.encumbered, 0), 1) > 0
)
select
  find.case_id, find.asset_class, find.found_on,
  case when restored.restored_on <= find.found_on + 30 then 'pass' when performed.performed_on <= find.found_on then 'pass'
    when not find.sized then 'unknown' when today() - find.found_on <= 30 then 'unknown' else 'flag' end as verdict
from find
left join restored on restored.case_id = find.case_id
left join performed on performed.case_id = find.case_id
