/*
label:    {zh: 财产负担, en: "Assets mortgaged, let and seized"}
targets:  [concealed_assets]
typology: [A15, S4, S5]
direction: either
at:       event_date
by:
  event:
    mortgage: {zh: 抵押, en: mortgages}
    lease: {zh: 出租, en: leases}
    seize: {zh: 被查封, en: seizures}
    renew: {zh: 续封, en: renewals of seizures}
    detain: {zh: 被扣押, en: vehicles detained}
measures: [count, sum(price) / claim_amount, max(value), nearest(days_from_service), max(days_from_filing), max(days_from_suit)]
reason:
  zh: "被执行人的财产：{event} {rows} 项[，金额合计为执行标的的 {sum_price_per_claim_amount} 倍][，最近一项在 {last_day}]"
  en: "Assets of the debtor: {event}, {rows} records[, {sum_price_per_claim_amount} times the claim][, the last on {last_day}]"
innocent:
  zh: "正常融资抵押或出租；法院依法查封"
  en: "an ordinary loan or lease; a seizure by a court"
verify:
  zh: "查抵押、租赁合同及价款去向"
  en: "the contract and where the money went"
*/
select
  burden.asset_id, burden.event_date, burden.event, burden.price, asset.value,
  burden.event_date - this_case.served as days_from_service,
  burden.event_date - this_case.filed as days_from_filing,
  burden.event_date - this_case.suit_filed as days_from_suit
from debtors as debtor
join this_case on this_case.case_id = debtor.case_id
join asset_events as burden
  on burden.holder_id = debtor.party_id
  and burden.event in ('mortgage', 'lease', 'seize', 'renew', 'detain')
join assets as asset on asset.asset_id = burden.asset_id
