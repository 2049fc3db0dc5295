/*
label:    {zh: "self join of cases through case_parties", en: "self join of cases through case_parties"}
targets:  [concealed_assets]
typology: context
at:       filed_date
measures: [count, exists, distinct(court_code), distinct(party_id), days_since_last, days_since_first, sum(claim_amount), max(claim_amount), min(claim_amount), mean(claim_amount), sum(claim_amount) / claim_amount, distinct(case_id) / count]
windows:  [all, 90d, 12m, 1y, before filed, since closed, since filed]
reason:   {zh: 有, en: some}
*/
select other.case_id, other.filed_date, other.claim_amount, other.court_code, role.party_id
from this_case
join case_parties as mine on mine.case_id = this_case.case_id and mine.role = 'debtor'
join case_parties as role on role.party_id = mine.party_id and role.case_id <> this_case.case_id
join cases as other on other.case_id = role.case_id
