/*
rule: R-12
label: {zh: 符合移送条件的已移送, en: Suspected crimes were referred}
aspect: 3
severity: M
basis: 法〔2016〕373号第1条第(五)项；拒执解释第3条（违反限制消费令等，经采取罚款、拘留等强制措施后仍拒不执行）
verified: true
in_force: {from: 2024-12-01}
at: done_on
span: since closed
codes: {enforcement_actions: [criminal_referral]}
optional: [spending, asset_events]
texts:
  flag: {zh: "{punished_on} 罚款或拘留后，{done_on} 仍有妨害执行迹象，未见移送", en: "fined or detained on {punished_on}, another trace of obstruction on {done_on}, and no referral"}
  pass: {zh: 已移送追究刑事责任, en: referred}
verify: {zh: 核实有无执行能力及移送材料, en: "was the debtor able to perform; look for the referral"}
*/
select
  sign.case_id, sign.party_id, sign.done_on, max(punished.action_date) as punished_on,
  case when max(referral.action_date) is not null then 'pass' else 'flag' end as verdict
from obstructions as sign
join enforcement_actions as punished
  on punished.case_id = sign.case_id and punished.action in ('fine', 'detention')
left join enforcement_actions as referral
  on referral.case_id = sign.case_id and referral.action = 'criminal_referral'
where punished.action_date < sign.done_on and coalesce(punished.party_id, sign.party_id) = sign.party_id
group by sign.case_id, sign.party_id, sign.done_on
