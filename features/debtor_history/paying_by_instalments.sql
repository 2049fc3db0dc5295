/*
label:     {zh: 持续履行付款, en: Payments keep coming}
targets:   [concealed_assets]
typology:  context
direction: lowers
at:        action_date
measures:  [count, days_since_last]
windows:   [all, 12m, since closed]
reason:
  zh: "{window}，本案已发放执行款或履行 {rows} 次[，最近一次在 {last_day}]"
  en: "{window}, {rows} payments in this case[, the last on {last_day}]"
absent:    {zh: 未见履行付款, en: no payment on record}
*/
select payment.action_id, payment.action_date, payment.action
from this_case
join enforcement_actions as payment
  on payment.case_id = this_case.case_id and payment.action in ('payment_out', 'performed')
