/*
label:
  zh: 被执行人关联圈（两步以内，含路径）
  en: >-
    Who is near a debtor, in at most two steps, each party once by its nearest path. A party with more than 20 ties
    (a bank, a big employer) is near nobody; a contact that more than 6 share (an office tower) ties nobody.
*/
with near as (
  select
    debtor.case_id, debtor.party_id as debtor_id, first_tie.to_id as party_id, first_tie.tie,
    '被执行人→' || case first_tie.tie
      when 'spouse' then '配偶' when 'ex_spouse' then '前配偶' when 'parent_child' then '父母子女'
      when 'sibling' then '兄弟姐妹' when 'in_law' then '姻亲' when 'cohabit' then '同居人' when 'guarantor' then '担保关系人'
      when 'employment' then '雇佣关系人' when 'same_phone' then '同电话' when 'same_address' then '同住址'
      when 'company_run' then '任职公司' when 'company_held' then '持股公司' when 'officer' then '高管'
      else '股东' end as path
  from debtors as debtor
  join ties as first_tie on first_tie.from_id = debtor.party_id
  union
  select
    neighbour.case_id, neighbour.party_id, theirs.party_id, theirs.kind,
    '被执行人→' || case theirs.kind when 'same_phone' then '同电话' else '同住址' end
  from debtors as neighbour
  join contacts as own on own.party_id = neighbour.party_id
  join contacts as theirs on theirs.contact = own.contact and theirs.kind = own.kind
  where (select count(*) from contacts as sharing where sharing.contact = own.contact) <= 6
),
reached as (
  select near.case_id, near.debtor_id, near.party_id, 1 as steps, near.tie, near.path, near.party_id as via_id
  from near
  union
  select
    middle.case_id, middle.debtor_id, second_tie.to_id, 2, second_tie.tie,
    middle.path || '→' || case second_tie.tie
      when 'spouse' then '配偶' when 'ex_spouse' then '前配偶' when 'parent_child' then '父母子女'
      when 'sibling' then '兄弟姐妹' when 'in_law' then '姻亲' when 'cohabit' then '同居人'
      when 'company_run' then '任职公司' when 'company_held' then '持股公司' when 'officer' then '高管'
      else '股东' end,
    middle.party_id
  from near as middle
  join ties as second_tie on second_tie.from_id = middle.party_id
  where middle.tie not in ('guarantor', 'employment', 'same_phone', 'same_address')
    and second_tie.tie not in ('guarantor', 'employment', 'same_phone', 'same_address')
    and (select count(*) from ties as middle_tie where middle_tie.from_id = middle.party_id) <= 20
),
ranked as (
  select
    reached.case_id, reached.debtor_id, reached.party_id, reached.steps, reached.tie, reached.path, reached.via_id,
    row_number() over (
      partition by reached.party_id order by reached.steps, reached.path, reached.debtor_id, reached.via_id, reached.tie
    ) as place
  from reached
  where not exists (select 1 from debtors as fellow where fellow.party_id = reached.party_id)
    and (select count(*) from ties as far_tie where far_tie.from_id = reached.party_id) <= 20
)
select
  ranked.case_id, ranked.debtor_id, ranked.party_id, ranked.steps, ranked.tie, ranked.path, ranked.via_id
from ranked
where ranked.place = 1
