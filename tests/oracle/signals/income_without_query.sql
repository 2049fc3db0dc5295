/*
label:    {zh: "NOT EXISTS", en: "NOT EXISTS"}
targets:  [concealed_assets]
typology: context
at:       month
measures: [count, sum(base), sum(paid) / sum(base), distinct(month)]
windows:  [all, 6m, since filed]
reason:   {zh: 有, en: some}
*/
select income.month, income.base, income.paid
from debtors as debtor
join income_records as income on income.party_id = debtor.party_id
where not exists (
  select 1 from property_queries as query where query.party_id = income.party_id and query.query_date >= income.month)
