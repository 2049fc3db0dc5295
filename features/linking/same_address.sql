/*
label:    {zh: 同一地址, en: The same address}
tie:      address
weight:   3
limit:    12
shows:    parties.address
sentence: {zh: "另一当事人与本案当事人同在{through}", en: "another party there shares the address {through}"}
*/
with own as (
  select debtor.case_id, debtor.party_id
  from debtors as debtor
  union
  select claimant.case_id, claimant.party_id
  from claimants as claimant
)
select own.case_id, theirs.case_id as other_id, here.contact as through
from own
join contacts as here on here.party_id = own.party_id and here.tie = 'same_address'
join contacts as there on there.contact = here.contact and there.tie = here.tie
join case_parties as theirs on theirs.party_id = there.party_id
where there.party_id <> own.party_id
