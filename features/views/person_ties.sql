/*
label: {zh: 人员关系（双向）, en: "Relations between parties, each in both directions; `role` says what the far end is"}
*/
select
  one_way.party_a as from_id, one_way.party_b as to_id, one_way.relation as tie,
  case one_way.relation
    when 'spouse' then '配偶' when 'ex_spouse' then '前配偶' when 'parent_child' then '父母子女' when 'sibling' then '兄弟姐妹'
    when 'in_law' then '姻亲' when 'cohabit' then '同居人' when 'guarantor' then '担保关系人' when 'employment' then '雇佣关系人'
    when 'same_phone' then '同电话' else '同住址' end as role,
  one_way.start_date as since, one_way.end_date as until
from party_relations as one_way
union all
select
  other_way.party_b, other_way.party_a, other_way.relation,
  case other_way.relation
    when 'spouse' then '配偶' when 'ex_spouse' then '前配偶' when 'parent_child' then '父母子女' when 'sibling' then '兄弟姐妹'
    when 'in_law' then '姻亲' when 'cohabit' then '同居人' when 'guarantor' then '担保关系人' when 'employment' then '雇佣关系人'
    when 'same_phone' then '同电话' else '同住址' end,
  other_way.start_date, other_way.end_date
from party_relations as other_way
