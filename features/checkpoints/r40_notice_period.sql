/*
rule: R-40
label: {zh: 拍卖公告期, en: Notice of the auction}
aspect: 9
severity: M
basis: 网拍规定第12条、第26条（首拍动产15日、不动产及其他财产权30日；再拍7日、15日）
verified: true
in_force: {from: 2017-01-01}
at: published_date
span: all
texts:
  fail: {zh: "第 {round} 次拍卖 {published_date} 公告、{started_on} 开拍，公告期仅 {days} 天", en: "auction round {round} published {published_date}, begun {started_on}: {days} days"}
  pass: {zh: 公告期符合规定, en: published long enough before}
verify: {zh: 核对网拍平台公告页, en: look at the platform's page}
*/
select
  this_case.case_id, lot.auction_id, lot.round, lot.published_date, day(lot.start_ts) as started_on,
  day(lot.start_ts) - lot.published_date as days,
  case when lot.start_ts is null or lot.published_date is null or lot.round is null then 'unknown'
    when asset.asset_class is null then 'unknown'
    when asset.asset_class in ('vehicle', 'ship', 'other') and lot.round = 1
      and day(lot.start_ts) - lot.published_date < 15 then 'fail'
    when asset.asset_class in ('vehicle', 'ship', 'other') and day(lot.start_ts) - lot.published_date < 7 then 'fail'
    when asset.asset_class not in ('vehicle', 'ship', 'other') and lot.round = 1
      and day(lot.start_ts) - lot.published_date < 30 then 'fail'
    when asset.asset_class not in ('vehicle', 'ship', 'other') and day(lot.start_ts) - lot.published_date < 15 then 'fail'
    else 'pass' end as verdict
from this_case
join auctions as lot on lot.case_id = this_case.case_id
left join assets as asset on asset.asset_id = lot.asset_id
