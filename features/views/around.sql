/*
label: {zh: 被执行人及其关联人的身份, en: "A debtor and who is near, each with the part that the party plays"}
partial: true
*/
select debtor.case_id, debtor.party_id, 'debtor' as role
from debtors as debtor
union all
select
  near.case_id, near.party_id,
  case
    when near.path like '%公司' and near.steps = 1 then 'company'
    when near.path like '%公司' then 'kin_company'
    when near.tie in ('spouse', 'ex_spouse') and near.steps = 1 then 'spouse'
    when near.tie in ('spouse', 'ex_spouse', 'parent_child', 'sibling', 'in_law', 'cohabit') then 'kin'
    else 'associate' end as role
from circle as near
