/*
label:    {zh: 因妨害执行被罚款拘留, en: Fined or detained for obstruction}
targets:  [concealed_assets]
typology: [A1, A18]
at:       action_date
measures: [count, share(detained)]
reason:
  zh: "本案中被罚款、拘留、移送或布控查找 {rows} 次[，其中拘留占 {share_detained}]"
  en: "fined, detained, referred or searched for {rows} times in this case[, {share_detained} detentions]"
innocent:
  zh: 因未到场或未报告受罚，确无财产
  en: "punished for not appearing or not reporting, and truly without means"
verify:
  zh: 查处罚决定所认定的妨害行为
  en: "which conduct the decision names"
law: "财产调查规定第8—10条：逾期、拒绝、虚假报告的处罚 [L]"
*/
select
  sanction.action_id, sanction.action_date, sanction.action, sanction.action = 'detention' as detained
from this_case
join enforcement_actions as sanction
  on sanction.case_id = this_case.case_id
  and sanction.action in ('fine', 'detention', 'criminal_referral', 'missing_person_search')
