/*
label:    {zh: 离婚后仍同住, en: Divorced and still at the same address}
targets:  [concealed_assets]
typology: A2
at:       divorced_on
measures: [count, share(same_phone)]
windows:  [all, since suit_filed]
reason:
  zh: "{window}，离婚，而与前配偶的登记住址或电话仍有 {rows} 处相同"
  en: "{window}, divorced, and the ex-spouse still shares {rows} addresses or phones"
innocent:
  zh: 户籍地址未及时变更；为照顾子女暂时同住
  en: "an address not yet changed; living together for the children for a time"
verify:
  zh: 向社区、物业了解实际居住情况
  en: "ask the neighbourhood who lives there"
*/
select distinct
  ex.debtor_id, ex.party_id as ex_id, ex.divorced_on, theirs.role, theirs.tie = 'same_phone' as same_phone
from spouses as ex
join contacts as own on own.party_id = ex.debtor_id
join contacts as theirs on theirs.party_id = ex.party_id and theirs.contact = own.contact and theirs.tie = own.tie
where ex.divorced_on is not null
