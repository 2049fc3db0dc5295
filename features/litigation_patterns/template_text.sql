/*
label:    {zh: 诉状文本高度雷同, en: Near-identical texts}
targets:  [sham_litigation]
typology: [S1, S2, S10]
at:       filed_date
measures: [count, distinct(other_plaintiff_id)]
reason:
  zh: "针对同一被执行人的诉讼与本案诉状高度雷同 {rows} 件次[，涉及 {distinct_other_plaintiff_id} 名其他原告]"
  en: "suits against the same debtor have nearly the same text {rows} times[, from {distinct_other_plaintiff_id} other
    plaintiffs]"
innocent:
  zh: 律所、法律服务所为多名原告使用同一模板，各案债务均有凭证；同一债权人使用固定模板
  en: "a law firm's standard form for several plaintiffs, each debt with its own proof; one creditor's standard form"
verify:
  zh: 比对诉状、借条笔迹与证据形成时间
  en: "compare pleadings, notes and when the evidence was made"
*/
select
  sibling.suit_id, sibling.filed_date, sibling.cause, author.party_id as other_plaintiff_id
from basis_suit as suit
join rival_suits as sibling on sibling.case_id = suit.case_id
join case_parties as author on author.case_id = sibling.suit_id and author.role = 'plaintiff'
where substr(sibling.text_hash, 1, 6) = substr(suit.text_hash, 1, 6)
  and not exists (
    select 1 from case_parties as own
    where own.case_id = suit.suit_id and own.party_id = author.party_id and own.role = 'plaintiff'
  )
