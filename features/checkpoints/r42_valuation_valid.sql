/*
rule: R-42
label: {zh: 评估、询价结果在有效期内, en: The valuation is still valid}
aspect: 9
severity: M
basis: 参考价规定第27条（有效期最长一年；有效期内发布一拍公告的，拍卖时未超过有效期六个月无需重新确定）
verified: true
in_force: {from: 2018-09-01}
at: published_date
span: all
texts:
  fail: {zh: "{valued_on} 的评估（询价）结果，{published_date} 仍用于第 {round} 次拍卖", en: "the valuation of {valued_on} was still used for round {round}, published on {published_date}"}
  flag: {zh: "{valued_on} 的拍卖已用同一评估价 {appraisal}，{published_date} 第 {round} 次拍卖仍沿用，已逾一年半", en: "the appraisal of {appraisal} was in use on {valued_on}, and again for round {round} of {published_date}, more than a year and a half later"}
  pass: {zh: 评估、询价结果在有效期内, en: the valuation was valid}
verify: {zh: 核对评估、询价报告的出具日期和载明的有效期, en: compare the date of the report and the term that it states}
*/
with lot as (
  select
    this_case.case_id, sale.auction_id, sale.asset_id, sale.round, sale.published_date, sale.start_ts, sale.appraisal,
    sale.appraised_date, min(before.published_date) as first_used
  from this_case
  join auctions as sale on sale.case_id = this_case.case_id
  left join auctions as before
    on before.asset_id = sale.asset_id and before.case_id = sale.case_id and before.appraisal = sale.appraisal
    and before.published_date < sale.published_date
  group by
    this_case.case_id, sale.auction_id, sale.asset_id, sale.round, sale.published_date, sale.start_ts, sale.appraisal,
    sale.appraised_date
)
select
  lot.case_id, lot.auction_id, lot.round, lot.published_date, lot.appraisal,
  coalesce(lot.appraised_date, lot.first_used) as valued_on,
  case when lot.published_date is null or lot.round is null then 'unknown'
    when lot.appraised_date is not null and lot.round = 1 and lot.published_date > valid.plus_12m then 'fail'
    when lot.appraised_date is not null and lot.round > 1 and day(lot.start_ts) > grace.plus_6m then 'fail'
    when lot.appraised_date is not null and (lot.round = 1 or lot.start_ts is not null) then 'pass'
    when lot.round > 1 and day(lot.start_ts) > grace.plus_6m then 'flag' else 'unknown' end as verdict
from lot
left join calendar as valid on valid.day = coalesce(lot.appraised_date, lot.first_used)
left join calendar as grace on grace.day = valid.plus_12m
