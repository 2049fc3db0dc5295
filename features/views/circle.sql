/*
label:
  zh: 被执行人关联圈（两步以内，含路径）
  en: >-
    Who is near a debtor, in at most two steps, each party once by its nearest path, a known tie before a shared address. A party with more than 20 ties
    (a bank, a big employer) is near nobody; a contact that more than 6 share (an office tower) ties nobody; and the
    second step goes through family and companies alone.
partial: true
*/
with near as (
  select debtor.case_id, debtor.party_id as debtor_id, first_tie.to_id as party_id, first_tie.tie, first_tie.role
  from debtors as debtor
  join ties as first_tie on first_tie.from_id = debtor.party_id
  union
  select sharer.case_id, sharer.party_id, theirs.party_id, theirs.tie, theirs.role
  from debtors as sharer
  join contacts as own on own.party_id = sharer.party_id
  join contacts as theirs on theirs.contact = own.contact and theirs.tie = own.tie
  where not (select count(*) from contacts as sharing where sharing.contact = own.contact) > 6
),
reached as (
  select
    near.case_id, near.debtor_id, near.party_id, 1 as steps, near.tie, '被执行人→' || near.role as path,
    near.party_id as via_id
  from near
  union
  select
    middle.case_id, middle.debtor_id, next_tie.to_id, 2, next_tie.tie,
    '被执行人→' || middle.role || '→' || next_tie.role, middle.party_id
  from near as middle
  join ties as next_tie on next_tie.from_id = middle.party_id
  where middle.tie not in ('guarantor', 'employment', 'same_phone', 'same_address')
    and next_tie.tie not in ('guarantor', 'employment', 'same_phone', 'same_address')
    and not (select count(*) from ties as middle_tie where middle_tie.from_id = middle.party_id) > 20
),
ranked as (
  select
    reached.case_id, reached.debtor_id, reached.party_id, reached.steps, reached.tie, reached.path, reached.via_id,
    row_number() over (
      partition by reached.party_id
      order by
        reached.steps, case when reached.tie in ('same_phone', 'same_address') then 1 else 0 end, reached.path,
        reached.debtor_id, reached.via_id, reached.tie
    ) as place
  from reached
  where not exists (select 1 from debtors as fellow where fellow.party_id = reached.party_id)
    and not (select count(*) from ties as far_tie where far_tie.from_id = reached.party_id) > 20
)
select
  ranked.case_id, ranked.debtor_id, ranked.party_id, ranked.steps, ranked.tie, ranked.path, ranked.via_id
from ranked
where ranked.place = 1
