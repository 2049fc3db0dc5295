/*
label:    {zh: 原告在他案中被查实虚假诉讼, en: A sham suit of the same plaintiff was confirmed}
targets:  [sham_litigation]
typology: [S1, S2]
at:       decided_date
measures: [count, share(confirmed), days_since_last]
reason:
  zh: "债权一方的其他案件曾被复核 {rows} 次，查实虚假诉讼占 {share_confirmed}"
  en: "{rows} other cases of the creditor's side were reviewed, {share_confirmed} confirmed as sham"
innocent:
  zh: 本案借款另有真实交付凭证；机构原告的个别案件问题不代表全部
  en: "this loan was really paid out; one bad case of a company does not stain all"
verify:
  zh: 比对本案与已查实案件的手法
  en: "compare the ways of this case with the confirmed one"
*/
select
  finding.outcome_id, finding.decided_date, finding.case_id as reviewed_id, finding.typology,
  finding.result = 'confirmed' as confirmed
from claimants as claimant
join this_case on this_case.case_id = claimant.case_id
join case_parties as elsewhere
  on elsewhere.party_id = claimant.party_id and elsewhere.role in ('applicant', 'plaintiff')
join review_outcomes as finding
  on finding.case_id = elsewhere.case_id and finding.target = 'sham_litigation' and finding.case_id <> this_case.case_id
where finding.result in ('confirmed', 'refuted')
