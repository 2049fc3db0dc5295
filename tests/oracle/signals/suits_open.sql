/*
label:    {zh: "the same tables without a day: what is not yet known", en: "the same tables without a day: what is not yet known"}
targets:  [concealed_assets]
typology: context
measures: [count, share(open), share(default_flag), share(closed)]
reason:   {zh: 有, en: some}
*/
select suit.case_id, suit.ended_date is null as open, suit.default_flag, claim.closed_date is not null and claim.close_mode is not null as closed
from debtors as debtor
join case_parties as role on role.party_id = debtor.party_id
join cases as claim on claim.case_id = role.case_id
left join suits as suit on suit.case_id = claim.case_id and (suit.appeared_flag or suit.end_kind is null)
