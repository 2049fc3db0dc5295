/*
label:    {zh: "left join, its condition and a later fact in ON", en: "left join, its condition and a later fact in ON"}
targets:  [concealed_assets]
typology: context
at:       spent_date
measures: [count, share(held), sum(severity), max(severity), sum(amount)]
windows:  [all, 90d, before filed]
reason:   {zh: 有, en: some}
*/
select spent.spent_date, spent.amount, office.company_id is not null as held,
       case when office.company_id is null then 0 when office.role = 'director' then 2 else 1 end as severity
from debtors as debtor
join spending as spent on spent.party_id = debtor.party_id
left join company_officers as office
  on office.person_id = spent.party_id
  and office.valid_from <= spent.spent_date
  and (office.valid_to is null or office.valid_to > spent.spent_date)
