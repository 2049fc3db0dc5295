/*
label:    {zh: "joins over ids of different names, left join of a left join, OR", en: "joins over ids of different names, left join of a left join, OR"}
targets:  [concealed_assets]
typology: context
measures: [count, distinct(party_id), sum(capital), distinct(relation), distinct(region_code)]
reason:   {zh: 有, en: some}
*/
with firms as (
  select company.debtor_id, company.party_id, max(entry.registered_capital) as capital
  from circle as company
  join companies as entry on entry.party_id = company.party_id and not entry.status = 'revoked'
  group by company.debtor_id, company.party_id
)
select person.party_id, person.region_code, firm.capital, tie.relation
from debtors as debtor
left join ties as tie on tie.party_id = debtor.party_id and tie.relation <> 'same_phone'
left join parties as person on person.party_id = tie.other_id and (person.party_kind = 'company' or person.region_code is not null)
left join firms as firm on firm.party_id = person.party_id and firm.debtor_id = debtor.party_id
where person.party_id is null or person.death_date is null
