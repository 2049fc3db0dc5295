/*
rule: R-46
label: {zh: 无益拍卖已告知申请执行人, en: The applicant was notified of an auction without gain}
aspect: 9
severity: M
basis: 拍卖变卖规定第6条（保留价不足清偿优先债权和费用的，应当通知申请执行人）
verified: true
in_force: {from: 2005-01-01}
at: published_date
span: all
texts:
  flag: {zh: "起拍价 {start_price} 低于优先债权 {encumbered}，须核实是否通知申请执行人", en: "started at {start_price}, below priority claims of {encumbered}: was the applicant notified"}
  pass: {zh: 起拍价高于优先债权, en: the start price exceeds the priority claims}
verify: {zh: 查阅通知及申请执行人意见, en: look for the notice and the applicant's answer}
*/
select
  this_case.case_id, lot.auction_id, lot.published_date, lot.start_price, asset.encumbered,
  case when lot.start_price is null or asset.encumbered is null then 'unknown'
    when lot.start_price < asset.encumbered then 'flag' else 'pass' end as verdict
from this_case
join auctions as lot on lot.case_id = this_case.case_id
join assets as asset on asset.asset_id = lot.asset_id
