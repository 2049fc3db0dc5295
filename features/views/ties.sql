/*
label: {zh: 关系（双向）, en: "Ties, each in both directions: `tie` says what the far end is to the near end"}
*/
select one_way.party_a as from_id, one_way.party_b as to_id, one_way.relation as tie, one_way.start_date as since,
  one_way.end_date as until
from party_relations as one_way
union all
select other_way.party_b, other_way.party_a, other_way.relation, other_way.start_date, other_way.end_date
from party_relations as other_way
union all
select office.person_id, office.company_id, 'company_run', office.valid_from, office.valid_to
from company_officers as office
union all
select officer.company_id, officer.person_id, 'officer', officer.valid_from, officer.valid_to
from company_officers as officer
union all
select firm.legal_rep_id, firm.party_id, 'company_run', firm.valid_from, null
from companies as firm
where firm.legal_rep_id is not null
union all
select head.party_id, head.legal_rep_id, 'officer', head.valid_from, null
from companies as head
where head.legal_rep_id is not null
union all
select stake.holder_id, stake.company_id, 'company_held', stake.valid_from, null
from shareholdings as stake
where stake.pct > 0
union all
select holder.company_id, holder.holder_id, 'shareholder', holder.valid_from, null
from shareholdings as holder
where holder.pct > 0
