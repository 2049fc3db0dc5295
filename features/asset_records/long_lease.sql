/*
label:    {zh: 长期租约对抗处置, en: A long lease that stands in the way of the sale}
targets:  [concealed_assets, sham_litigation]
typology: S4
at:       known_from
measures: [count, max(years), share(in_circle), share(after_suit)]
reason:
  zh: "被执行人不动产上有 {rows} 份五年以上租约，最长 {max_years} 年[，承租人为关联人占 {share_in_circle}][，诉讼后签订占 {share_after_suit}]"
  en: "{rows} leases of five years or more, up to {max_years} years[, {share_in_circle} to people near the debtor][,
    {share_after_suit} signed after the suit]"
innocent:
  zh: 查封前已签订并实际占有使用的真实长租（如厂房）
  en: "a real lease, signed and moved into before the seizure (a workshop)"
verify:
  zh: 调取租赁合同与备案；查租金支付、水电缴纳与实际占有时间
  en: "the lease and its registration; who paid the rent and the power, and since when they really occupy it"
law: "异议复议规定第31条：查封前签订书面租约并占有使用的予以保护 [L]；民法典第705条：租赁期限超过二十年的，超过部分无效 [K]"
*/
select
  lease.event_id, lease.asset_id, lease.event_date as known_from, lease.until_date, lease.counterparty_id as tenant_id,
  lease.price as rent, (lease.until_date - lease.event_date) / 365 as years, near.party_id is not null as in_circle,
  lease.event_date >= this_case.suit_filed as after_suit
from debtors as debtor
join this_case on this_case.case_id = debtor.case_id
join asset_events as lease
  on lease.holder_id = debtor.party_id and lease.event = 'lease' and lease.until_date - lease.event_date >= 1825
left join circle as near on near.party_id = lease.counterparty_id
