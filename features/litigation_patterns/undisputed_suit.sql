/*
label:    {zh: 原审无实质对抗, en: A suit without a dispute}
targets:  [sham_litigation]
typology: S1
measures: [max(undefended), max(no_hearing), max(present), max(signs)]
reason:
  zh: "原审缺乏对抗：被告未抗辩，或未经开庭"
  en: "nobody disputed the claim: no defence, or no hearing"
innocent:
  zh: 债务属实、被告认可；适用速裁或小额程序
  en: "a real debt that the defendant admits; a small-claims procedure"
verify:
  zh: 查庭审笔录与证据质证情况，询问债务来历
  en: "read the record of the hearing; how did the debt come about"
law: "民间借贷规定第18条（十种可疑情形） [L]"
*/
select
  suit.suit_id, suit.ended_date, suit.end_kind, not suit.defended_flag as undefended,
  suit.hearing_count = 0 as no_hearing, suit.appeared_flag as present,
  case when not suit.defended_flag then 1 else 0 end + case when suit.hearing_count = 0 then 1 else 0 end
    + case when suit.appeared_flag then 1 else 0 end as signs
from basis_suit as suit
where not suit.defended_flag or suit.hearing_count = 0
