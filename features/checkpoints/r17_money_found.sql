/*
rule: R-17
label: {zh: 查得存款等未处理即终本, en: Money found by a query was left alone}
aspect: 5
severity: H
basis: 法〔2016〕373号第1条第(三)项；一万元为办案单位参数
verified: true
office_limit: true
in_force: {from: 2016-12-01}
none: pass
texts:
  flag: {zh: "{query_date} 查得{asset_class} {amount}，超过到位金额一万元以上", en: "{asset_class} of {amount} found on {query_date}, over 10,000 yuan more than was realised"}
  pass: {zh: 查得款项已执行或不足一万元, en: "what was found was realised or is below 10,000 yuan"}
verify: {zh: 核实扣划记录及是否属于生活必需费用, en: "was it taken, or is it needed for a living"}
*/
select
  liable.case_id, query.asset_class, query.query_date, query.amount,
  case when query.amount - coalesce(this_case.realised_amount, 0) >= 10000 then 'flag' else 'pass' end as verdict
from liable
join this_case on this_case.case_id = liable.case_id
join property_queries as query
  on query.party_id = liable.party_id and query.result = 'found'
  and query.asset_class in ('deposit', 'e_wallet', 'wealth', 'security', 'housing_fund', 'insurance')
where query.query_date >= this_case.filed and query.query_date <= this_case.closed and query.amount > 0
