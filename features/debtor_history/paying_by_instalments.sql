/*
label:     {zh: 持续履行付款, en: Payments keep coming}
targets:   [concealed_assets]
typology:  context
direction: lowers
at:        action_date
measures:  [count, days_since_last]
windows:   [all, 12m, since closed]
reason:
  zh: "本案已发放执行款或履行 {count} 次，最近一次距今 {days_since_last} 天"
  en: "{count} payments in this case, the last {days_since_last} days ago"
absent:    {zh: 未见履行付款, en: no payment on record}
*/
select payment.action_id, payment.action_date, payment.action
from this_case
join enforcement_actions as payment
  on payment.case_id = this_case.case_id and payment.action in ('payment_out', 'performed')
