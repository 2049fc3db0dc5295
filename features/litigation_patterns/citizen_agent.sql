/*
label:    {zh: 公民代理人反复代理, en: A citizen agent who keeps coming back}
targets:  [sham_litigation]
typology: S12
at:       filed_date
measures: [distinct(other_id), distinct(client_id)]
windows:  [all, 12m]
reason:
  zh: "{window}，公民代理人另代理 {rows} 人次[，涉及 {distinct_other_id} 件案件][、{distinct_client_id} 名委托人]"
  en: "{window}, a citizen agent stood for others {rows} times[, in {distinct_other_id} cases][, for
    {distinct_client_id} people]"
innocent:
  zh: 近亲属、单位职工、社区推荐的代理人
  en: "a close relative, a member of staff, someone the community recommended"
verify:
  zh: 查代理资格证明、是否收费及与当事人关系
  en: "the proof of standing, any fee, how the agent stands to the party"
*/
select distinct
  again.case_id as other_id, other.filed_date, again.agent_id, again.party_id as client_id
from claimants as claimant
join this_case on this_case.case_id = claimant.case_id
join case_agents as agent
  on agent.party_id = claimant.party_id and agent.agent_kind = 'citizen'
  and (agent.case_id = this_case.basis_case_id or agent.case_id = this_case.case_id)
join case_agents as again on again.agent_id = agent.agent_id and again.party_id <> claimant.party_id
join cases as other on other.case_id = again.case_id
