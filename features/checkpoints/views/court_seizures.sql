/*
label: {zh: 本案查封, en: "What this case's court seized: rank, term, and what became of it; a seizure anew renews the first"}
*/
select
  this_case.case_id, seizure.holder_id, seizure.asset_id, asset.asset_class, asset.value,
  asset.value - coalesce(asset.encumbered, 0) as net_value, max(seizure.seize_rank) as seize_rank,
  min(seizure.event_date) as seized_on, max(prolonged.until_date) as until_on,
  max(case
    when asset.asset_class in ('deposit', 'e_wallet') then term.plus_12m
    when asset.asset_class in ('vehicle', 'ship') then term.plus_24m
    else term.plus_36m end) as latest_on,
  min(ending.event_date) as ended_on, min(held.event_date) as detained_on
from this_case
join asset_events as seizure on seizure.case_id = this_case.case_id and seizure.event = 'seize'
join assets as asset on asset.asset_id = seizure.asset_id
left join calendar as term on term.day = seizure.event_date
left join asset_events as prolonged
  on prolonged.asset_id = seizure.asset_id and prolonged.case_id = seizure.case_id
  and prolonged.event in ('seize', 'renew') and prolonged.event_date >= seizure.event_date
left join asset_events as ending
  on ending.asset_id = seizure.asset_id and ending.event_date >= seizure.event_date
  and (ending.event in ('dispose', 'transfer') or (ending.event = 'lift' and ending.case_id = seizure.case_id))
left join asset_events as held
  on held.asset_id = seizure.asset_id and held.event = 'detain' and held.event_date >= seizure.event_date
group by
  this_case.case_id, seizure.holder_id, seizure.asset_id, asset.asset_class, asset.value, asset.encumbered
