/*
label: {zh: "two steps around a debtor, with the path", en: "two steps around a debtor, with the path"}
*/
with ring as (
  select debtor.party_id as debtor_id, tie.other_id as party_id, tie.relation as path
  from debtors as debtor
  join ties as tie on tie.party_id = debtor.party_id and (tie.end_date is null or tie.end_date >= today())
),
outer_ring as (
  select inner_ring.debtor_id, next_tie.other_id as party_id, inner_ring.path || '>' || next_tie.relation as path
  from ring as inner_ring
  join ties as next_tie on next_tie.party_id = inner_ring.party_id
  where next_tie.other_id <> inner_ring.debtor_id
)
select near.debtor_id, near.party_id, near.path from ring as near
union
select far.debtor_id, far.party_id, far.path from outer_ring as far
