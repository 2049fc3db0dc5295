/*
label:    {zh: 生效后迅速申请执行, en: Enforced soon after the title}
targets:  [sham_litigation]
typology: S1
measures: [min(days), max(mediated)]
reason:
  zh: "文书作出至申请执行仅 {min_days} 天"
  en: "enforcement was applied for {min_days} days after the title"
innocent:
  zh: 调解书约定的履行期很短，债权人依法及时申请
  en: "a short time to pay, and a creditor who did not wait"
verify:
  zh: 结合调解内容、履行期与其他债权人执行进度判断
  en: "read it with the terms, and with where other creditors stood"
*/
select
  suit.suit_id, suit.ended_date, this_case.filed as enforced_on, this_case.filed - suit.ended_date as days,
  suit.end_kind = 'mediation' as mediated
from basis_suit as suit
join this_case on this_case.case_id = suit.case_id
where this_case.filed - suit.ended_date <= 30
