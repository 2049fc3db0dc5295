/*
rule: R-41
label: {zh: 起拍价, en: Start price}
aspect: 9
severity: H
basis: 网拍规定第10条、第26条（不低于评估价或市价的70%；再次拍卖降价不超过20%）
verified: true
in_force: {from: 2017-01-01}
at: published_date
span: all
texts:
  fail: {zh: "第 {round} 次拍卖起拍价 {start_price}，下限 {floor_price}", en: "round {round} started at {start_price}; the floor is {floor_price}"}
  pass: {zh: 起拍价符合规定, en: the start price is high enough}
verify: {zh: 核对评估报告与公告, en: compare with the appraisal}
*/
-- prices are announced in whole yuan: less than one below the floor is no violation
with lot as (
  select
    this_case.case_id, sale.auction_id, sale.asset_id, sale.round, sale.published_date, sale.start_price, sale.appraisal,
    max(before.start_price) as price_before
  from this_case
  join auctions as sale on sale.case_id = this_case.case_id
  left join auctions as before
    on before.asset_id = sale.asset_id and before.case_id = sale.case_id and before.round = 1 and sale.round = 2
  group by
    this_case.case_id, sale.auction_id, sale.asset_id, sale.round, sale.published_date, sale.start_price, sale.appraisal
)
select
  lot.case_id, lot.auction_id, lot.round, lot.published_date, lot.start_price,
  case when lot.round = 2 then lot.price_before * 8 / 10 else lot.appraisal * 7 / 10 end as floor_price,
  case when lot.start_price is null or lot.round is null then 'unknown'
    when lot.round = 1 and lot.appraisal is null then 'unknown' when lot.round = 2 and lot.price_before is null then 'unknown'
    when lot.round = 1 and (lot.start_price + 1) * 10 < lot.appraisal * 7 then 'fail'
    when lot.round = 2 and (lot.start_price + 1) * 10 < lot.price_before * 8 then 'fail'
    when lot.round > 2 then 'not_applicable' else 'pass' end as verdict
from lot
