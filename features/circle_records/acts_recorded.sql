/*
label:    {zh: 执行行为, en: "Acts of the court"}
targets:  [concealed_assets]
typology: context
direction: either
at:       action_date
by:
  action:
    report_received: {zh: 收到财产报告, en: reports of assets received}
    report_verified: {zh: 核实财产报告, en: reports of assets verified}
    missing_person_search: {zh: 查找下落, en: searches for a missing debtor}
    interview: {zh: 约谈, en: interviews}
    payment_out: {zh: 发放案款, en: payments to creditors}
    clue_received: {zh: 收到线索, en: clues received}
    clue_checked: {zh: 核查线索, en: clues checked}
    search: {zh: 搜查, en: searches}
    detention: {zh: 拘留, en: detentions}
    fine: {zh: 罚款, en: fines}
    bounty: {zh: 悬赏, en: bounties}
    audit: {zh: 审计, en: audits}
measures: [count, max(days_from_filing), max(days_from_suit)]
reason:
  zh: "本案记录{action} {rows} 次[，最近一次在 {last_day}]"
  en: "{action}: {rows} on record in this case[, the last on {last_day}]"
innocent:
  zh: "法院依法采取措施"
  en: "what courts do"
verify:
  zh: "调阅执行卷宗"
  en: "the file of the enforcement"
*/
select
  act.action_id, act.action_date, act.action,
  act.action_date - this_case.filed as days_from_filing,
  act.action_date - this_case.suit_filed as days_from_suit
from this_case
join enforcement_actions as act on act.case_id = this_case.case_id
