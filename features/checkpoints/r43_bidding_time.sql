/*
rule: R-43
label: {zh: 竞价时间不少于二十四小时, en: Bidding open for a day}
aspect: 9
severity: M
basis: 网拍规定第20条
verified: true
in_force: {from: 2017-01-01}
at: started_on
span: all
texts:
  fail: {zh: "{started_on} 的拍卖竞价不足二十四小时", en: "the auction of {started_on} was open for less than twenty-four hours"}
  pass: {zh: 竞价时间符合规定, en: open long enough}
verify: {zh: 核对网拍平台起止时间, en: look at the platform's times}
*/
select
  this_case.case_id, lot.auction_id, day(lot.start_ts) as started_on,
  case when lot.start_ts is null or lot.end_ts is null then 'unknown' when lot.result = 'withdrawn' then 'not_applicable'
    when lot.end_ts - lot.start_ts < 86400 then 'fail' else 'pass' end as verdict
from this_case
join auctions as lot on lot.case_id = this_case.case_id
