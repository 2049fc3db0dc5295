/*
label:    {zh: "the grain of a party", en: "the grain of a party"}
targets:  [concealed_assets]
typology: context
of:       party
through:  applicants
at:       filed_date
measures: [count, distinct(case_id), distinct(court_code), days_since_last, days_since_first, sum(claim_amount), mean(claim_amount), min(claim_amount), share(sues), first(claim_amount)]
windows:  [all, 90d, 12m]
reason:   {zh: 有, en: some}
*/
select other.case_id, other.filed_date, other.claim_amount, other.court_code, role.role = 'plaintiff' as sues
from this_party
join case_parties as role on role.party_id = this_party.party_id and role.role in ('plaintiff', 'applicant')
join cases as other on other.case_id = role.case_id
