/*
label:    {zh: 财产查询有反馈, en: Queries found property}
targets:  [concealed_assets]
typology: A19
at:       query_date
measures: [distinct(asset_class), sum(found_amount) / claim_amount, days_since_last]
windows:  [all, since closed]
reason:
  zh: "{window}，本案查询反馈有财产 {rows} 次[，涉及 {distinct_asset_class} 类][，金额为执行标的的 {sum_found_amount_per_claim_amount} 倍]"
  en: "{window}, {rows} queries found property[, of {distinct_asset_class} classes][,
    {sum_found_amount_per_claim_amount} times the claim]"
innocent:
  zh: 余额很小、已被他院冻结或设有优先权；车辆未实际控制
  en: "a tiny balance, frozen by another court or pledged; a car that nobody can find"
verify:
  zh: 查反馈财产的冻结、扣划与处置情况
  en: "what was done about what was found"
law: "法〔2016〕373号第1条 [W]"
*/
select
  query.query_id, query.query_date, query.party_id, query.asset_class, query.channel, query.amount as found_amount
from this_case
join property_queries as query on query.case_id = this_case.case_id and query.result = 'found'
