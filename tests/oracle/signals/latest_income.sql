/*
label:    {zh: "row_number with a total order", en: "row_number with a total order"}
targets:  [concealed_assets]
typology: context
at:       month
measures: [count, sum(base), max(months), days_since_last]
windows:  [all, 12m]
reason:   {zh: 有, en: some}
*/
with ordered as (
  select income.party_id, income.kind, income.month, income.base,
         row_number() over (partition by income.party_id, income.kind order by income.month desc, income.kind) as place,
         count(*) over (partition by income.party_id) as months
  from (select distinct debtor.party_id from debtors as debtor) as person
  join income_records as income on income.party_id = person.party_id
)
select newest.month, newest.base, newest.months from ordered as newest where newest.place = 1
