/*
label:    {zh: 反映隐匿财产的信访, en: Petitions that speak of hidden assets}
targets:  [concealed_assets]
typology: [A1, A4, A13]
at:       received_date
measures: [count, days_since_last]
windows:  [all, 12m, since closed]
reason:
  zh: "{window}，收到反映本案或被执行人隐匿财产的信访 {rows} 件[，最近一件在 {last_day}]"
  en: "{window}, {rows} petitions say that the debtor hides assets[, the last on {last_day}]"
innocent:
  zh: 申请人出于不满的泛泛反映，无具体线索；同一人重复信访
  en: "an angry creditor without anything to show; the same person again"
verify:
  zh: 联系信访人了解具体财产、地点与时间
  en: "ask the petitioner what, where and when"
*/
select about_case.petition_id, about_case.received_date, about_case.channel, about_case.category
from this_case
join petitions as about_case on about_case.case_id = this_case.case_id and about_case.category = 'hidden_assets'
union
select about_debtor.petition_id, about_debtor.received_date, about_debtor.channel, about_debtor.category
from debtors as debtor
join petitions as about_debtor on about_debtor.party_id = debtor.party_id and about_debtor.category = 'hidden_assets'
where about_debtor.case_id is null
