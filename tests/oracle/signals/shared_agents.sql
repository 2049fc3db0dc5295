/*
label:    {zh: "EXISTS inside which a table is joined", en: "EXISTS inside which a table is joined"}
targets:  [concealed_assets]
typology: context
requires: [suit_filed]
measures: [count, exists, distinct(agent_id), distinct(firm)]
reason:   {zh: 有, en: some}
*/
select agent.agent_id, agent.firm
from this_case
join case_agents as agent on agent.case_id = this_case.case_id
where exists (
  select 1
  from case_agents as elsewhere
  join cases as suit on suit.case_id = elsewhere.case_id
  where elsewhere.agent_id = agent.agent_id and suit.case_kind = 'suit' and elsewhere.case_id <> agent.case_id)
