/*
label:    {zh: "UNION of two kinds of rows, and UNION ALL below it", en: "UNION of two kinds of rows, and UNION ALL below it"}
targets:  [concealed_assets]
typology: context
at:       seen_on
measures: [count, distinct(seen_on), distinct(source), days_since_last]
windows:  [all, 90d, since closed]
reason:   {zh: 有, en: some}
*/
with seen as (
  select spent.spent_date as seen_on, 'spending' as source
  from debtors as debtor
  join spending as spent on spent.party_id = debtor.party_id
  union
  select day(sighting.ts) as seen_on, 'road' as source
  from debtors as driver
  join vehicle_sightings as sighting on sighting.driver_id = driver.party_id
)
select once.seen_on, once.source from seen as once
union all
select paid.month as seen_on, 'income' as source
from debtors as earner
join income_records as paid on paid.party_id = earner.party_id
