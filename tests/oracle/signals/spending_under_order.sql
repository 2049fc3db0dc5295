/*
label:    {zh: "left join, its condition and a later fact in ON", en: "left join, its condition and a later fact in ON"}
targets:  [concealed_assets]
typology: context
at:       spent_date
measures: [count, share(banned), sum(severity), max(severity), sum(amount)]
windows:  [all, 90d, before filed]
reason:   {zh: 有, en: some}
*/
select spent.spent_date, spent.amount, ban.measure_id is not null as banned,
       case when ban.measure_id is null then 0 when ban.kind = 'dishonest_list' then 2 else 1 end as severity
from debtors as debtor
join spending as spent on spent.party_id = debtor.party_id
left join credit_measures as ban
  on ban.party_id = spent.party_id
  and ban.published_date <= spent.spent_date
  and (ban.removed_date is null or ban.removed_date > spent.spent_date)
