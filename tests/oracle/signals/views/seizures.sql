/*
label: {zh: "seizures of anything a debtor held", en: "seizures of anything a debtor held"}
*/
select seizure.asset_id, seizure.event_id, seizure.event_date as seized_on, seizure.until_date, seizure.price
from debtors as debtor
join asset_events as seizure on seizure.holder_id = debtor.party_id and seizure.event = 'seize'
