/*
label: {zh: 在效查封, en: "Seizures of a debtor's assets that are in force, by whichever court"}
*/
select
  debtor.case_id, debtor.party_id as debtor_id, seizure.asset_id, seizure.case_id as by_case_id, seizure.seize_rank,
  seizure.event_date as seized_on, coalesce(max(renewal.until_date), seizure.until_date) as seized_until
from debtors as debtor
join asset_events as seizure on seizure.holder_id = debtor.party_id and seizure.event = 'seize'
left join asset_events as renewal
  on renewal.asset_id = seizure.asset_id and renewal.case_id = seizure.case_id and renewal.event = 'renew'
where not exists (
  select 1 from asset_events as ending
  where ending.asset_id = seizure.asset_id and ending.event in ('lift', 'dispose')
    and ending.event_date >= seizure.event_date and (ending.event = 'dispose' or ending.case_id = seizure.case_id)
)
group by
  debtor.case_id, debtor.party_id, seizure.asset_id, seizure.case_id, seizure.seize_rank, seizure.event_date,
  seizure.until_date
having coalesce(max(renewal.until_date), seizure.until_date, today()) >= today()
