/*
label: {zh: 配偶与前配偶, en: "Spouses and former spouses of a debtor, with the days of the marriage"}
*/
select
  debtor.case_id, debtor.party_id as debtor_id, marriage.to_id as party_id,
  min(case when marriage.tie = 'spouse' then marriage.since end) as married_on,
  max(case when marriage.tie = 'ex_spouse' then marriage.since else marriage.until end) as divorced_on
from debtors as debtor
join person_ties as marriage on marriage.from_id = debtor.party_id and marriage.tie in ('spouse', 'ex_spouse')
group by debtor.case_id, debtor.party_id, marriage.to_id
