/*
label:    {zh: 财产负担, en: "Assets mortgaged, let and seized"}
targets:  [concealed_assets]
typology: [A15, S4, S5]
direction: either
at:       event_date
by:
  role:
    debtor: {zh: 被执行人, en: the debtor}
    company: {zh: 被执行人的公司, en: a company of the debtor}
    spouse: {zh: 配偶或前配偶, en: a spouse or former spouse}
    kin: {zh: 其他亲属, en: other kin of the debtor}
  event:
    mortgage: {zh: 抵押, en: mortgages}
    lease: {zh: 出租, en: leases}
    seize: {zh: 被查封, en: seizures}
    renew: {zh: 续封, en: renewals of seizures}
    release: {zh: 解除抵押, en: mortgages released}
    lift: {zh: 解封, en: seizures lifted}
    detain: {zh: 被扣押, en: vehicles detained}
measures: [count, sum(price) / claim_amount, max(days_from_suit), nearest(days_from_service), max(days_from_filing), min(price_per_value)]
reason:
  zh: "{role}的财产：{event} {rows} 项[，金额合计为执行标的的 {sum_price_per_claim_amount} 倍][，最近一项在 {last_day}]"
  en: "Assets of {role}: {event}, {rows} records[, {sum_price_per_claim_amount} times the claim][, the last on {last_day}]"
innocent:
  zh: "正常融资抵押或出租；法院依法查封"
  en: "an ordinary loan or lease; a seizure by a court"
verify:
  zh: "查抵押、租赁合同及价款去向"
  en: "the contract and where the money went"
*/
select
  burden.asset_id, burden.event_date, burden.event, around.role, burden.price, burden.price / asset.value as price_per_value,
  burden.event_date - this_case.suit_filed as days_from_suit,
  burden.event_date - this_case.served as days_from_service, burden.event_date - this_case.filed as days_from_filing
from around
join this_case on this_case.case_id = around.case_id
join asset_events as burden
  on burden.holder_id = around.party_id
  and burden.event in ('mortgage', 'lease', 'seize', 'renew', 'release', 'lift', 'detain')
join assets as asset on asset.asset_id = burden.asset_id
