/*
label:    {zh: 公告送达后缺席判决, en: Default judgment after service by notice}
targets:  [sham_litigation]
typology: [S2, S9]
measures: [exists, max(lending)]
reason:
  zh: "原审公告送达后缺席判决，被执行人可能并不知情"
  en: "default judgment after service by notice: the debtor may not know of it"
innocent:
  zh: 债务人躲避送达；外出务工失联
  en: "a debtor who dodged service, or works far away"
verify:
  zh: 联系被执行人核实借款是否本人所借、是否知晓诉讼
  en: "ask the debtor whether the loan was theirs and whether they knew of the suit"
*/
select
  suit.suit_id, suit.served_date, suit.ended_date, suit.cause,
  suit.cause like '%借款%' or suit.cause like '%借贷%' as lending
from basis_suit as suit
where suit.default_flag and suit.service_kind = 'notice'
