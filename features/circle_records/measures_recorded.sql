/*
label:    {zh: 信用惩戒措施, en: "Restrictions and listings"}
targets:  [concealed_assets]
typology: context
direction: either
at:       published_date
by:
  kind:
    restrict_consumption: {zh: 限制消费, en: restrictions of consumption}
    dishonest_list: {zh: 纳入失信名单, en: listings as a dishonest debtor}
    exit_ban: {zh: 限制出境, en: exit bans}
measures: [count, max(days_from_filing), max(days_from_suit)]
reason:
  zh: "本案{kind} {rows} 次[，最近一次在 {last_day}]"
  en: "{kind}: {rows} in this case[, the last on {last_day}]"
innocent:
  zh: "法院依法采取措施"
  en: "what courts do"
verify:
  zh: "调阅执行卷宗"
  en: "the file of the enforcement"
*/
select
  measure.measure_id, measure.published_date, measure.kind,
  measure.published_date - this_case.filed as days_from_filing,
  measure.published_date - this_case.suit_filed as days_from_suit
from this_case
join credit_measures as measure on measure.case_id = this_case.case_id
