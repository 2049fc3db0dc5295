/*
rule: R-10
label: {zh: 终本前对已控制财产依法处置, en: "What was held was put up for sale, or could not be disposed of"}
aspect: 5
severity: H
basis: 法〔2016〕373号第4条（拍卖变卖不成且申请人不接受抵债、不能强制管理；车辆船舶仅登记查封未实际扣押）
verified: false
in_force: {from: 2016-12-01}
optional: [auctions]
texts:
  fail: {zh: "{asset_class}已由本案首封（{seized_on}），流拍不足两次即终本", en: "{asset_class} first seized here on {seized_on}, and terminated before two auctions had failed"}
  pass: {zh: 已控制财产均属不能处置, en: nothing held could be disposed of}
verify: {zh: 核实拍卖、变卖、抵债及强制管理情况, en: "look at auction, sale, set-off and administration"}
*/
select
  held.case_id, held.asset_id, held.asset_class, held.seized_on,
  case when held.value is null then 'unknown' when held.net_value <= 0 then 'pass'
    when coalesce(held.seize_rank, 1) > 1 then 'pass' when failed.rounds >= 2 then 'pass'
    when held.asset_class in ('vehicle', 'ship') and held.detained_on is null then 'pass'
    when held.asset_class in ('vehicle', 'ship') and held.detained_on > this_case.closed then 'pass'
    when held.seize_rank is null then 'unknown' else 'fail' end as verdict
from court_seizures as held
join this_case on this_case.case_id = held.case_id
left join failed_auctions as failed on failed.case_id = held.case_id and failed.asset_id = held.asset_id
where held.seized_on <= this_case.closed and coalesce(held.ended_on, this_case.closed + 1) > this_case.closed
  and coalesce(held.until_on, held.latest_on, this_case.closed) >= this_case.closed
