/*
label:    {zh: "rows of a party by a code, without a day", en: "rows of a party by a code, without a day"}
targets:  [concealed_assets]
typology: context
of:       party
through:  debtors
across:   sum
by:
  kind: {housing_fund: {zh: 公积金, en: housing fund}, social_security: {zh: 社保, en: social security}, pension: {zh: 养老金, en: pension}}
measures: [count, sum(base), max(base), distinct(month)]
reason:   {zh: "{kind}", en: "{kind}"}
*/
select income.kind, income.month, income.base
from this_party
join income_records as income on income.party_id = this_party.party_id
