/*
label:    {zh: 任职, en: "Offices in companies"}
targets:  [concealed_assets]
typology: [A3, A7]
direction: either
at:       valid_from
by:
  role:
    debtor: {zh: 被执行人, en: the debtor}
    spouse: {zh: 配偶或前配偶, en: a spouse or former spouse}
    kin: {zh: 其他亲属, en: other kin of the debtor}
    associate: {zh: 其他关联人, en: somebody else near the debtor}
measures: [count, distinct(company_id), nearest(days_from_service), max(days_from_filing), max(days_from_suit)]
reason:
  zh: "{role}在公司任职的登记 {rows} 条[，涉及公司 {distinct_company_id} 家][，最近一条在 {last_day}]"
  en: "{role}: {rows} records of an office[, in {distinct_company_id} companies][, the last from {last_day}]"
innocent:
  zh: "普通任职；家族企业正常分工"
  en: "an ordinary job; division of work in a family firm"
verify:
  zh: "查实际经营人、签字人与账户控制人"
  en: "who runs the firm, signs, and controls its accounts"
*/
select
  office.company_id, office.person_id, office.valid_from, office.role as position, around.role,
  office.valid_from - this_case.served as days_from_service,
  office.valid_from - this_case.filed as days_from_filing,
  office.valid_from - this_case.suit_filed as days_from_suit
from around
join this_case on this_case.case_id = around.case_id
join company_officers as office on office.person_id = around.party_id
