/*
label:     {zh: 对外担保, en: Guarantees for others}
targets:   [concealed_assets]
typology:  A16
direction: either
at:        since
measures:  [count]
windows:   [all, before suit_filed, since suit_filed]
reason:
  zh: "{window}，被执行人与他人有担保关系 {rows} 笔"
  en: "{window}, {rows} ties of guarantee with others"
absent:    {zh: 无担保关系记录, en: no guarantee on record}
innocent:
  zh: 互保联保圈断裂所致的债务，本人未获益
  en: "a circle of mutual guarantees that broke; nothing gained"
verify:
  zh: 查担保发生时间与主债务真实性
  en: "when it was given, and is the main debt real"
*/
select bond.from_id, bond.to_id, bond.since
from debtors as debtor
join person_ties as bond on bond.from_id = debtor.party_id and bond.tie = 'guarantor'
