/*
label:    {zh: "windows on every reference day", en: "windows on every reference day"}
targets:  [concealed_assets]
typology: context
at:       query_date
measures: [count, sum(amount), "days_since_last": [since closed, since suit_filed, 90d], first(amount), "last(amount)": [6m after served, 12m]]
windows:  [30d, 1m, since closed, since filed, since suit_filed, since served, before filed, before suit_filed, before closed, 365d before suit_filed, 1y before filed, 6m after served, 90d after closed, suit_filed to filed, filed to closed, served to closed, 90d before as_of]
reason:   {zh: 有, en: some}
*/
select role.case_id, act.query_date, act.amount
from this_case
join case_parties as role on role.case_id = this_case.case_id and role.role in ('debtor', 'guarantor')
join property_queries as act on act.party_id = role.party_id
