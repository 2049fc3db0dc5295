/*
label:     {zh: 曾经复核未发现隐匿, en: Reviewed before and cleared}
targets:   [concealed_assets]
typology:  context
direction: lowers
at:        decided_date
measures:  [count, share(same_case), days_since_last]
reason:
  zh: "本案或同一被执行人的他案曾复核 {rows} 次未发现隐匿财产[，最近一次在 {last_day}]"
  en: "{rows} reviews of this case or others of the same debtor found nothing[, the last on {last_day}]"
absent:    {zh: 此前无复核未查实的记录, en: no earlier review that cleared the debtor}
*/
select own.outcome_id, own.decided_date, own.case_id as reviewed_id, true as same_case
from this_case
join review_outcomes as own
  on own.case_id = this_case.case_id and own.target = 'concealed_assets' and own.result = 'refuted'
union all
select finding.outcome_id, finding.decided_date, finding.case_id, false
from rival_enforcements as earlier
join review_outcomes as finding
  on finding.case_id = earlier.rival_id and finding.target = 'concealed_assets' and finding.result = 'refuted'
