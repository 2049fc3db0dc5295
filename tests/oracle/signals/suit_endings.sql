/*
label:    {zh: "later facts in WHERE, SELECT, GROUP BY; flags", en: "later facts in WHERE, SELECT, GROUP BY; flags"}
targets:  [concealed_assets]
typology: context
at:       ended_date
measures: [count, share(default_flag), share(silent), share(cash_unknown), distinct(close_mode), sum(roles), max(hearings)]
windows:  [all, 12m]
reason:   {zh: 有, en: some}
*/
select suit.ended_date, suit.end_kind, suit.default_flag, not suit.defended_flag as silent,
       suit.cash_delivery_flag is null as cash_unknown, claim.close_mode, count(*) as roles,
       max(suit.hearing_count) as hearings
from debtors as debtor
join case_parties as role on role.party_id = debtor.party_id
join cases as claim on claim.case_id = role.case_id
join suits as suit on suit.case_id = claim.case_id
where suit.ended_date is null or suit.end_kind in ('judgment', 'mediation', 'award') or claim.close_mode = 'performed'
group by suit.ended_date, suit.end_kind, suit.default_flag, suit.defended_flag, suit.cash_delivery_flag, claim.close_mode
