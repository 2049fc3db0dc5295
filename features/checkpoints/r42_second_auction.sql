/*
rule: R-42
label: {zh: 流拍后三十日内再次拍卖, en: Second auction within thirty days of the first}
aspect: 1
severity: M
basis: 网拍规定第26条
verified: true
in_force: {from: 2017-01-01}
at: failed_on
span: all
texts:
  fail: {zh: "{failed_on} 流拍，{again_on} 才再次公告", en: "failed on {failed_on}, published again only on {again_on}"}
  flag: {zh: "{failed_on} 一拍流拍，三十日内未再次拍卖（须核实申请人是否接受抵债）", en: "failed on {failed_on} and not offered again within thirty days (did the applicant take it instead?)"}
  pass: {zh: 三十日内再次拍卖, en: offered again in time}
verify: {zh: 核实抵债、撤回情况, en: look for set-off or withdrawal}
*/
with failure as (
  select
    this_case.case_id, first_lot.asset_id, day(first_lot.end_ts) as failed_on, due.next_workday as due_on,
    min(again.published_date) as again_on
  from this_case
  join auctions as first_lot
    on first_lot.case_id = this_case.case_id and first_lot.round = 1 and first_lot.result = 'unsold'
  left join calendar as due on due.day = day(first_lot.end_ts) + 30
  left join auctions as again on again.asset_id = first_lot.asset_id and again.round = 2
  group by this_case.case_id, first_lot.asset_id, day(first_lot.end_ts), due.next_workday
)
select
  failure.case_id, failure.asset_id, failure.failed_on, failure.again_on,
  case when failure.due_on is null then 'unknown' when failure.again_on <= failure.due_on then 'pass'
    when failure.again_on > failure.due_on then 'fail' when failure.due_on >= today() then 'unknown'
    else 'flag' end as verdict
from failure
