/*
label:    {zh: 关联公司登记, en: "Companies around"}
targets:  [concealed_assets]
typology: [A3, A5, A7]
direction: either
at:       registered_date
by:
  role:
    debtor: {zh: 被执行人, en: the debtor, typology: context}
    company: {zh: 被执行人的公司, en: a company of the debtor}
    kin_company: {zh: 关联人的公司, en: a company of people near the debtor}
    associate: {zh: 其他关联人, en: somebody else near the debtor}
measures: [count, nearest(days_from_service), max(days_from_filing), max(days_from_suit), max(registered_capital) / claim_amount]
reason:
  zh: "{role}有设立登记 {rows} 条[，最近一条在 {last_day}]"
  en: "{role}: {rows} records of a founding[, the last on {last_day}]"
innocent:
  zh: "正常设立公司"
  en: "an ordinary founding"
verify:
  zh: "查出资来源、经营场所、客户与用工"
  en: "where the capital came from; site, customers and staff"
*/
select
  firm.party_id, firm.registered_date, firm.registered_capital, around.role,
  firm.registered_date - this_case.served as days_from_service,
  firm.registered_date - this_case.filed as days_from_filing,
  firm.registered_date - this_case.suit_filed as days_from_suit
from around
join this_case on this_case.case_id = around.case_id
join companies as firm on firm.party_id = around.party_id
