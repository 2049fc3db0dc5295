/*
label:    {zh: 原告与被执行人同址或同电话, en: Plaintiff and debtor share an address or phone}
targets:  [sham_litigation]
typology: [S1, S11]
measures: [count, max(same_phone)]
reason:
  zh: "债权一方与被执行人登记住址或电话相同，共 {rows} 处"
  en: "creditor and debtor share {rows} addresses or phones"
innocent:
  zh: 同一商务楼或市场；住址登记陈旧
  en: "an office building or market; an address long out of date"
verify:
  zh: 核实实际居住、经营场所与联系人
  en: "who lives or works there, and who answers the phone"
*/
select distinct claimant.party_id, debtor.party_id as debtor_id, own.role, own.tie = 'same_phone' as same_phone
from claimants as claimant
join contacts as own on own.party_id = claimant.party_id
join contacts as theirs on theirs.contact = own.contact and theirs.tie = own.tie
join debtors as debtor on debtor.party_id = theirs.party_id
where claimant.party_id <> debtor.party_id
  and not (select count(*) from contacts as sharing where sharing.contact = own.contact) > 6
