/*
label:    {zh: "IN (select) over a two-step circle", en: "IN (select) over a two-step circle"}
targets:  [concealed_assets]
typology: context
at:       filed_date
measures: [count, distinct(case_kind), days_since_last]
windows:  [all, 12m, before filed]
reason:   {zh: 有, en: some}
*/
select distinct suit.case_id, suit.filed_date, suit.case_kind
from circle as kin
join case_parties as role on role.party_id = kin.party_id
join cases as suit on suit.case_id = role.case_id
where suit.case_id in (
  select opposed.case_id from case_parties as opposed where opposed.case_id = suit.case_id and opposed.role = 'plaintiff')
