/*
label: {zh: 人员关系（双向）, en: "Relations between parties, each in both directions"}
*/
select one_way.party_a as from_id, one_way.party_b as to_id, one_way.relation as tie, one_way.start_date as since,
  one_way.end_date as until
from party_relations as one_way
union all
select other_way.party_b, other_way.party_a, other_way.relation, other_way.start_date, other_way.end_date
from party_relations as other_way
