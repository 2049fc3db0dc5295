/*
label:    {zh: 同一电话, en: The same phone}
tie:      phone
weight:   5
limit:    12
shows:    parties.phone_hash
sentence: {zh: "另一当事人与本案当事人登记同一电话（{through}）", en: "another party there has the same phone ({through})"}
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
join contacts as here on here.party_id = own.party_id and here.tie = 'same_phone'
join contacts as there on there.contact = here.contact and there.tie = here.tie
join case_parties as theirs on theirs.party_id = there.party_id
where there.party_id <> own.party_id
