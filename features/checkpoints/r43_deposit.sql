/*
rule: R-43
label: {zh: 保证金为起拍价百分之五至二十, en: Deposit of 5 to 20 per cent}
aspect: 9
severity: M
basis: 网拍规定第17条
verified: true
in_force: {from: 2017-01-01}
at: published_date
span: all
texts:
  fail: {zh: "保证金 {deposit}，起拍价 {start_price}", en: "deposit {deposit} at a start price of {start_price}"}
  pass: {zh: 保证金符合规定, en: the deposit is within the limits}
verify: {zh: 核对公告, en: look at the notice}
*/
select
  this_case.case_id, lot.auction_id, lot.published_date, lot.deposit, lot.start_price,
  case when lot.deposit is null or lot.start_price is null then 'unknown'
    when lot.deposit * 20 < lot.start_price or lot.deposit * 5 > lot.start_price then 'fail' else 'pass' end as verdict
from this_case
join auctions as lot on lot.case_id = this_case.case_id
