/*
label:    {zh: 代理人同所, en: Agents of the same firm}
tie:      firm
weight:   1
limit:    20
shows:    case_agents.firm
sentence: {zh: "该案另一代理人也出自{through}", en: "another agent of {through} acts there"}
*/
with own as (
  select this_case.case_id, agent.agent_id, agent.firm
  from this_case
  join case_agents as agent on agent.case_id = this_case.case_id
  union
  select this_case.case_id, before.agent_id, before.firm
  from this_case
  join case_agents as before on before.case_id = this_case.basis_case_id
)
select own.case_id, theirs.case_id as other_id, own.firm as through
from own
join case_agents as theirs on theirs.firm = own.firm
where theirs.agent_id <> own.agent_id
