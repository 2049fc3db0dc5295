/*
label:    {zh: 财产查询, en: "Queries by class"}
targets:  [concealed_assets]
typology: A19
direction: either
at:       query_date
by:
  asset_class:
    deposit: {zh: 存款, en: deposits}
    e_wallet: {zh: 网络资金, en: e-wallets}
    wealth: {zh: 理财, en: wealth products}
    security: {zh: 证券, en: securities}
    vehicle: {zh: 车辆, en: vehicles}
    real_estate: {zh: 不动产, en: real estate}
    equity: {zh: 股权, en: equity}
    insurance: {zh: 保险, en: insurance}
    housing_fund: {zh: 公积金, en: the housing fund}
    pension: {zh: 养老金, en: pensions}
    receivable: {zh: 到期债权, en: claims due}
    demolition: {zh: 拆迁补偿, en: compensation for demolition}
    tax_refund: {zh: 退税, en: tax refunds}
  result:
    found: {zh: 有, en: found}
    none: {zh: 无, en: nothing found}
measures: [count, max(amount) / claim_amount, max(days_from_filing), max(days_from_suit)]
reason:
  zh: "本案查询{asset_class}（结果：{result}）{rows} 次[，金额最高为执行标的的 {max_amount_per_claim_amount} 倍][，最近一次在 {last_day}]"
  en: "Queries for {asset_class} ({result}): {rows} in this case[, up to {max_amount_per_claim_amount} times the claim][, the last on {last_day}]"
innocent:
  zh: "余额低于处置成本；已依法处置"
  en: "less than the cost of taking it; dealt with since"
verify:
  zh: "补查并核对查询反馈"
  en: "query again and compare the answers"
*/
select
  query.query_id, query.query_date, query.asset_class, query.result, query.amount,
  query.query_date - this_case.filed as days_from_filing,
  query.query_date - this_case.suit_filed as days_from_suit
from this_case
join property_queries as query on query.case_id = this_case.case_id
