/*
label:    {zh: 同一代理人, en: The same agent}
tie:      agent
weight:   2
limit:    20
shows:    case_agents.agent_id
sentence: {zh: "代理人{through}也代理了该案", en: "agent {through} acts there too"}
*/
with own as (
  select this_case.case_id, agent.agent_id
  from this_case
  join case_agents as agent on agent.case_id = this_case.case_id
  union
  select this_case.case_id, before.agent_id
  from this_case
  join case_agents as before on before.case_id = this_case.basis_case_id
)
select own.case_id, theirs.case_id as other_id, own.agent_id as through
from own
join case_agents as theirs on theirs.agent_id = own.agent_id
