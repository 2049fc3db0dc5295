/*
label:    {zh: 反映虚假诉讼的信访, en: Petitions that speak of a sham suit}
targets:  [sham_litigation]
typology: [S1, S2]
at:       received_date
measures: [count, days_since_last]
windows:  [all, 12m]
reason:
  zh: "{window}，收到反映本案虚假诉讼的信访 {rows} 件[，最近一件在 {last_day}]"
  en: "{window}, {rows} petitions speak of a sham suit[, the last on {last_day}]"
innocent:
  zh: 泛泛指称，无新证据；信访人不满裁判结果
  en: "somebody who says so without anything new, or who lost"
verify:
  zh: 调取信访件原文，核对由谁反映：是需核实的一方的，不先联系；不是的，问明借款经过
  en: "the petition itself, and who wrote it: a party that is to be examined is not asked first; anybody else is, how the loan came about"
*/
select about_case.petition_id, about_case.received_date, about_case.channel, about_case.category
from this_case
join petitions as about_case on about_case.case_id = this_case.case_id and about_case.category = 'sham_suit'
union
select about_debtor.petition_id, about_debtor.received_date, about_debtor.channel, about_debtor.category
from debtors as debtor
join petitions as about_debtor on about_debtor.party_id = debtor.party_id and about_debtor.category = 'sham_suit'
where about_debtor.case_id is null
