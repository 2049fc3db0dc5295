/*
label:    {zh: 股权变动, en: "Stakes in companies"}
targets:  [concealed_assets]
typology: [A3, A20]
direction: either
at:       valid_from
by:
  role:
    debtor: {zh: 被执行人, en: the debtor}
    spouse: {zh: 配偶或前配偶, en: a spouse or former spouse}
    kin: {zh: 其他亲属, en: other kin of the debtor}
    associate: {zh: 其他关联人, en: somebody else near the debtor}
  change:
    initial: {zh: 出资设立, en: stakes taken at the founding}
    increase: {zh: 增资, en: stakes raised}
    transfer: {zh: 股权转让, en: stakes transferred}
measures: [count, sum(subscribed) / claim_amount, max(subscribed), max(pct), nearest(days_from_service), max(days_from_filing), max(days_from_suit), min(price_per_subscribed)]
reason:
  zh: "{role}：{change} {rows} 次[，认缴额合计为执行标的的 {sum_subscribed_per_claim_amount} 倍][，最近一次在 {last_day}]"
  en: "{role}: {change}, {rows} records[, subscribed capital {sum_subscribed_per_claim_amount} times the claim][, the last on {last_day}]"
innocent:
  zh: "正常投资、继承或公司重组"
  en: "an ordinary investment, succession or reorganisation"
verify:
  zh: "查工商登记、转让对价及实际控制人"
  en: "the company register, the price paid, and who controls the company"
*/
select
  stake.company_id, stake.holder_id, stake.valid_from, stake.change, around.role, stake.pct, stake.subscribed, stake.price,
  stake.price / stake.subscribed as price_per_subscribed,
  stake.valid_from - this_case.served as days_from_service,
  stake.valid_from - this_case.filed as days_from_filing,
  stake.valid_from - this_case.suit_filed as days_from_suit
from around
join this_case on this_case.case_id = around.case_id
join shareholdings as stake on stake.holder_id = around.party_id
