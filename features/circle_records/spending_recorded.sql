/*
label:    {zh: 消费记录, en: "Spending on record"}
targets:  [concealed_assets]
typology: A17
direction: either
at:       spent_date
by:
  kind:
    flight: {zh: 乘坐飞机, en: flights}
    g_train: {zh: 乘坐高铁, en: high-speed trains}
    d_train: {zh: 乘坐动车, en: express trains}
    hotel: {zh: 住宿, en: hotels}
    insurance: {zh: 购买保险, en: insurance bought, typology: A10}
    gambling: {zh: 博彩, en: gambling}
    tour: {zh: 旅游, en: tours}
    school: {zh: 就读私立学校, en: private schools}
    golf: {zh: 高尔夫, en: golf}
    property: {zh: 购房, en: property}
measures: [count, sum(amount) / claim_amount, max(amount), nearest(days_from_service), max(days_from_filing), max(days_from_suit)]
reason:
  zh: "被执行人{kind} {rows} 次[，金额合计为执行标的的 {sum_amount_per_claim_amount} 倍][，最近一次在 {last_day}]"
  en: "The debtor: {kind}, {rows} times[, {sum_amount_per_claim_amount} times the claim in all][, the last on {last_day}]"
innocent:
  zh: "单位或亲属出资；经批准的例外；同名误记"
  en: "paid by an employer or kin; an approved exception; a namesake"
verify:
  zh: "查付款账户与出行事由"
  en: "the paying account and the purpose"
*/
select
  spent.spending_id, spent.spent_date, spent.kind, spent.amount,
  spent.spent_date - this_case.served as days_from_service,
  spent.spent_date - this_case.filed as days_from_filing,
  spent.spent_date - this_case.suit_filed as days_from_suit
from debtors as debtor
join this_case on this_case.case_id = debtor.case_id
join spending as spent on spent.party_id = debtor.party_id
