/*
label: {zh: "ties in both directions (a plain view)", en: "ties in both directions (a plain view)"}
partial: true
*/
select forth.party_a as party_id, forth.party_b as other_id, forth.relation, forth.start_date, forth.end_date
from party_relations as forth
union all
select back.party_b as party_id, back.party_a as other_id, back.relation, back.start_date, back.end_date
from party_relations as back
union all
select office.company_id as party_id, office.person_id as other_id, 'officer' as relation,
       office.valid_from as start_date, office.valid_to as end_date
from company_officers as office
where office.role in ('legal_rep', 'controller')
union all
select share.company_id as party_id, share.holder_id as other_id, 'holder' as relation,
       share.valid_from as start_date, null as end_date
from shareholdings as share
where share.pct >= 0.5
