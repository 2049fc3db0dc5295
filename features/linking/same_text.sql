/*
label:    {zh: 诉状文本雷同, en: Near-identical pleadings}
tie:      text
weight:   5
limit:    30
shows:    suits.text_hash
sentence: {zh: "该案诉状与本案高度雷同（{part}）", en: "its pleadings are nearly the same"}
*/
with reached as (
  select suit.suit_id, suit.text_hash, their_role.case_id as other_id, '原告相同' as part
  from basis_suit as suit
  join case_parties as our_role on our_role.case_id = suit.suit_id and our_role.role = 'plaintiff'
  join case_parties as their_role on their_role.party_id = our_role.party_id and their_role.role = 'plaintiff'
  union
  select defended.suit_id, defended.text_hash, other_defence.case_id, '被告相同'
  from basis_suit as defended
  join case_parties as defence on defence.case_id = defended.suit_id and defence.role = 'defendant'
  join case_parties as other_defence on other_defence.party_id = defence.party_id and other_defence.role = 'defendant'
  union
  select pleaded.suit_id, pleaded.text_hash, their_agent.case_id, '代理人相同'
  from basis_suit as pleaded
  join case_agents as our_agent on our_agent.case_id = pleaded.suit_id
  join case_agents as their_agent on their_agent.agent_id = our_agent.agent_id
)
select this_case.case_id, theirs.case_id as other_id, substr(near.text_hash, 1, 6) as through, near.part
from this_case
join reached as near on near.suit_id = this_case.basis_case_id
join suits as theirs on theirs.case_id = near.other_id
where substr(theirs.text_hash, 1, 6) = substr(near.text_hash, 1, 6) and theirs.case_id <> near.suit_id
union
select same.case_id, copy.case_id, substr(same.text_hash, 1, 6), '文本一致'
from basis_suit as same
join suits as copy on copy.text_hash = same.text_hash
where copy.case_id <> same.suit_id
