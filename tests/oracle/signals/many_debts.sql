/*
label:    {zh: "a chain of CTEs, GROUP BY and HAVING", en: "a chain of CTEs, GROUP BY and HAVING"}
targets:  [concealed_assets]
typology: context
measures: [count, sum(debts), max(claimed), sum(claimed) / claim_amount, max(cases)]
reason:   {zh: 有, en: some}
*/
with debts as (
  select role.party_id, claim.case_id, claim.claim_amount, claim.court_code
  from debtors as debtor
  join case_parties as role on role.party_id = debtor.party_id and role.role = 'debtor'
  join cases as claim on claim.case_id = role.case_id
),
by_court as (
  select debt.party_id, debt.court_code, count(*) as debts, sum(debt.claim_amount) as claimed, count(distinct debt.case_id) as cases
  from debts as debt
  group by debt.party_id, debt.court_code
  having count(*) >= 2
)
select court.party_id, court.debts, court.claimed, court.cases from by_court as court where court.debts < 50
