/*
label:    {zh: "joined by a link column", en: "joined by a link column"}
targets:  [concealed_assets]
typology: context
measures: [count, distinct(party_id), distinct(kind)]
reason:   {zh: 有, en: some}
*/
select mate.party_id, mate.party_kind as kind
from debtors as debtor
join parties as person on person.party_id = debtor.party_id
join parties as mate on mate.phone_hash = person.phone_hash and mate.party_id <> person.party_id
where person.deregistered_date is null
