/*
label:    {zh: 双方代理人相同或同所, en: One agent or firm for both sides}
targets:  [sham_litigation]
typology: [S1, S12]
measures: [count, max(same_agent)]
reason:
  zh: "原审双方代理人相同或出自同一律所，共 {rows} 处"
  en: "both sides had the same agent or firm in the suit ({rows})"
innocent:
  zh: 小县城律所少，同所不同律师依法知情同意后代理
  en: "few firms in a small county; consent to a colleague on the other side"
verify:
  zh: 查委托手续、律师费支付人及利益冲突声明
  en: "who hired and paid whom; the declaration of no conflict"
*/
-- by the same agent, then by the same firm: an equality finds the few that fit, where OR would try every pair
select distinct
  suit.suit_id, one_side.agent_id, other_side.agent_id as other_agent_id, one_side.firm,
  one_side.agent_id = other_side.agent_id as same_agent
from basis_suit as suit
join case_parties as plaintiff_role on plaintiff_role.case_id = suit.suit_id and plaintiff_role.role = 'plaintiff'
join case_agents as one_side on one_side.case_id = suit.suit_id and one_side.party_id = plaintiff_role.party_id
join case_parties as defendant_role
  on defendant_role.case_id = suit.suit_id and defendant_role.role in ('defendant', 'guarantor')
join case_agents as other_side
  on other_side.case_id = suit.suit_id and other_side.party_id = defendant_role.party_id
  and other_side.agent_id = one_side.agent_id and other_side.party_id <> one_side.party_id
union
select distinct
  suit.suit_id, one_side.agent_id, other_side.agent_id as other_agent_id, one_side.firm,
  one_side.agent_id = other_side.agent_id as same_agent
from basis_suit as suit
join case_parties as plaintiff_role on plaintiff_role.case_id = suit.suit_id and plaintiff_role.role = 'plaintiff'
join case_agents as one_side on one_side.case_id = suit.suit_id and one_side.party_id = plaintiff_role.party_id
join case_parties as defendant_role
  on defendant_role.case_id = suit.suit_id and defendant_role.role in ('defendant', 'guarantor')
join case_agents as other_side
  on other_side.case_id = suit.suit_id and other_side.party_id = defendant_role.party_id
  and other_side.firm = one_side.firm and other_side.party_id <> one_side.party_id
