/*
label:    {zh: "parties reached through a partial view", en: "parties reached through a partial view"}
targets:  [concealed_assets]
typology: context
of:       party
through:  circle
at:       month
measures: [count, sum(base), days_since_last]
windows:  [all, 12m]
reason:   {zh: 有, en: some}
*/
select income.party_id, income.month, income.base
from this_party
join income_records as income on income.party_id = this_party.party_id
