/*
label:    {zh: 同期起诉的原告由同一代理人代理, en: Co-filed suits by the same agent}
targets:  [sham_litigation]
typology: [S1, S3]
at:       filed_date
measures: [distinct(sibling_id), share(mediated)]
reason:
  zh: "同期起诉同一被执行人的其他原告由同一代理人代理 {rows} 件次[，涉及 {distinct_sibling_id} 件案件][，调解占 {share_mediated}]"
  en: "the same agent stood for other plaintiffs against this debtor at the time {rows} times[, in
    {distinct_sibling_id} suits][, {share_mediated} mediated]"
innocent:
  zh: 工友、业主等共同委托一名律师维权
  en: "workmates or home-buyers who share a lawyer"
verify:
  zh: 询问各原告委托经过与借款来历
  en: "ask each plaintiff how they came to the agent and to the loan"
*/
select
  sibling.suit_id as sibling_id, sibling.filed_date, also.agent_id, also.party_id as other_plaintiff_id,
  sibling.end_kind = 'mediation' as mediated
from basis_suit as suit
join case_parties as plaintiff_role on plaintiff_role.case_id = suit.suit_id and plaintiff_role.role = 'plaintiff'
join case_agents as agent on agent.case_id = suit.suit_id and agent.party_id = plaintiff_role.party_id
join case_agents as also on also.agent_id = agent.agent_id and also.party_id <> agent.party_id
join rival_suits as sibling on sibling.suit_id = also.case_id
where abs(sibling.filed_date - suit.filed_date) <= 90
