/*
label:    {zh: 本案当事人反映, en: From a party of this case}
sentence: {zh: "由本案{part}提出", en: "it comes from a party of this case"}
*/
select debtor.case_id, entry.petition_id, '被执行人' as part
from debtors as debtor
join petitions as entry on entry.party_id = debtor.party_id
union
select claimant.case_id, theirs.petition_id, '债权人'
from claimants as claimant
join petitions as theirs on theirs.party_id = claimant.party_id
