/*
label:    {zh: "the grain of a party, summed over the parties", en: "the grain of a party, summed over the parties"}
targets:  [concealed_assets]
typology: context
of:       party
through:  debtors
across:   sum
at:       month
measures: [count, sum(base), max(age), days_since_last]
windows:  [all, 12m]
reason:   {zh: 有, en: some}
*/
select income.month, income.base, today() - income.month as age
from this_party
left join income_records as income on income.party_id = this_party.party_id
