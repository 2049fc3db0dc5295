/*
label:     {zh: 债务公司已停业, en: The debtor company has stopped}
targets:   [concealed_assets]
typology:  context
direction: lowers
at:        valid_from
measures:  [count, days_since_last]
reason:
  zh: "债务公司被吊销或注销 {rows} 次[，最近一次在 {last_day}]"
  en: "debtor companies were revoked or struck off {rows} times[, last on {last_day}]"
absent:    {zh: 债务公司未吊销、注销，或被执行人为自然人, en: "no debtor company is revoked or struck off, or the debtor is a person"}
*/
select status_change.party_id, status_change.valid_from, status_change.status
from debtors as debtor
join companies as status_change
  on status_change.party_id = debtor.party_id and status_change.status in ('revoked', 'deregistered')
