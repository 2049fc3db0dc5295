/*
rule: R-18
label: {zh: 查封期限未超法定上限, en: The term of a seizure is within the law's}
aspect: 2
severity: M
basis: 民诉法解释第485条（存款一年、动产两年、不动产及其他财产权三年）
verified: true
in_force: {from: 2015-02-04}
at: seized_on
texts:
  fail: {zh: "{asset_class}自 {seized_on} 查封至 {until_on}，最长应至 {latest_on}", en: "{asset_class} seized from {seized_on} to {until_on}; the law allows up to {latest_on}"}
  pass: {zh: 查封期限未超上限, en: terms are within the law's}
verify: {zh: 核对协助执行通知书载明的期限, en: compare with the term in the request for assistance}
*/
select
  this_case.case_id, seizure.event_date as seized_on, asset.asset_class, seizure.until_date as until_on,
  case when asset.asset_class in ('deposit', 'e_wallet') then term.plus_12m
    when asset.asset_class in ('vehicle', 'ship') then term.plus_24m else term.plus_36m end as latest_on,
  case when seizure.until_date is null then 'unknown'
    when asset.asset_class in ('deposit', 'e_wallet') and seizure.until_date > term.plus_12m then 'fail'
    when asset.asset_class in ('vehicle', 'ship') and seizure.until_date > term.plus_24m then 'fail'
    when seizure.until_date > term.plus_36m then 'fail' else 'pass' end as verdict
from this_case
join asset_events as seizure
  on seizure.case_id = this_case.case_id and seizure.event in ('seize', 'renew')
join assets as asset on asset.asset_id = seizure.asset_id
left join calendar as term on term.day = seizure.event_date
where seizure.event_date <= this_case.closed
