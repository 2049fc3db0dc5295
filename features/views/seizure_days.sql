/*
label: {zh: 被执行人财产被查封的日期, en: "Which thing of a debtor was seized by which case and on what day, once each"}
about: Rows that are no evidence, for whoever sums up what came of a seizure
evidence: false
*/
select distinct
  debtor.case_id, debtor.party_id as debtor_id, seizure.asset_id, seizure.case_id as by_case_id,
  seizure.event_date as seized_on
from debtors as debtor
join asset_events as seizure on seizure.holder_id = debtor.party_id and seizure.event = 'seize'
