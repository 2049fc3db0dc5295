/*
label: {zh: 在效查封, en: "Seizures of a debtor's assets that are in force, by whichever court"}
*/
-- seizures and renewals are each summed up first: joined row by row, thousands of one would meet thousands of the other
with seizures as (
  select
    debtor.case_id, debtor.party_id as debtor_id, seizure.asset_id, seizure.case_id as by_case_id, seizure.seize_rank,
    seizure.event_date as seized_on, seizure.until_date
  from debtors as debtor
  join asset_events as seizure on seizure.holder_id = debtor.party_id and seizure.event = 'seize'
  group by
    debtor.case_id, debtor.party_id, seizure.asset_id, seizure.case_id, seizure.seize_rank, seizure.event_date,
    seizure.until_date
),
renewed as (
  select seized.asset_id, seized.by_case_id, max(renewal.until_date) as renewed_until
  from seizure_days as seized
  join asset_events as renewal
    on renewal.asset_id = seized.asset_id and renewal.case_id = seized.by_case_id and renewal.event = 'renew'
  group by seized.asset_id, seized.by_case_id
)
select
  seizures.case_id, seizures.debtor_id, seizures.asset_id, seizures.by_case_id, seizures.seize_rank,
  seizures.seized_on, coalesce(renewed.renewed_until, seizures.until_date) as seized_until
from seizures
left join renewed on renewed.asset_id = seizures.asset_id and renewed.by_case_id = seizures.by_case_id
where coalesce(renewed.renewed_until, seizures.until_date, today()) >= today()
  and not exists (
    select 1 from asset_events as ending
    where ending.asset_id = seizures.asset_id and ending.event in ('lift', 'dispose')
      and ending.event_date >= seizures.seized_on
      and (ending.event = 'dispose' or ending.case_id = seizures.by_case_id)
  )
