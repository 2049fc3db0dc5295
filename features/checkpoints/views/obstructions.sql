/*
label: {zh: 妨害执行的迹象, en: "What a debtor did against an order of this case before the closing: forbidden spending, and passing on what was seized"}
*/
select
  liable.case_id, liable.party_id, 'spending' as how, max(expense.spent_date) as done_on, min(expense.spent_date) as first_on
from liable
join this_case on this_case.case_id = liable.case_id
join credit_measures as measure
  on measure.case_id = liable.case_id and measure.party_id = liable.party_id and measure.kind = 'restrict_consumption'
join spending as expense
  on expense.party_id = liable.party_id and expense.spent_date > measure.published_date
  and expense.kind in ('flight', 'g_train', 'golf', 'property', 'school', 'insurance', 'tour')
where expense.spent_date <= this_case.closed
  and expense.spent_date <= coalesce(measure.removed_date, this_case.closed)
group by liable.case_id, liable.party_id
union all
select held.case_id, held.holder_id, 'seized', max(passing.event_date), min(passing.event_date)
from court_seizures as held
join this_case on this_case.case_id = held.case_id
join asset_events as passing
  on passing.asset_id = held.asset_id and passing.event in ('transfer', 'gift') and passing.holder_id = held.holder_id
  and passing.event_date > held.seized_on and passing.event_date <= coalesce(held.until_on, held.latest_on)
where passing.event_date <= this_case.closed
group by held.case_id, held.holder_id
