/*
label:    {zh: 新设公司竞得拍品, en: A newly founded company won the auction}
targets:  [concealed_assets]
typology: A6
at:       ended_on
measures: [count, min(age_days), sum(final_price) / sum(appraisal)]
reason:
  zh: "{rows} 件拍品由成立不满一年的公司竞得，最短成立 {min_age_days} 天"
  en: "{rows} lots were won by companies less than a year old, the youngest {min_age_days} days"
innocent:
  zh: 为购置资产专设的正当项目公司
  en: a proper company founded to hold the asset
verify:
  zh: 查股东、出资来源、经营场所及用工
  en: "its shareholders, where the money came from, its site and staff"
*/
select distinct
  lot.auction_id, day(lot.end_ts) as ended_on, lot.asset_id, lot.winner_id, lot.appraisal, lot.final_price,
  day(lot.end_ts) - firm.registered_date as age_days
from this_case
join auctions as lot on lot.case_id = this_case.case_id and lot.result = 'sold'
join companies as firm on firm.party_id = lot.winner_id and firm.registered_date > day(lot.end_ts) - 365
