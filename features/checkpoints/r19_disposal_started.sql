/*
rule: R-19
label: {zh: 首封财产三十日内启动处置, en: Disposal of what was first seized begun within thirty days}
aspect: 9
severity: H
basis: 参考价规定第1条（需要拍卖、变卖的，应当在查封后三十日内启动确定参考价程序）
verified: true
in_force: {from: 2018-09-01}
at: seized_on
texts:
  flag: {zh: "{asset_class} {seized_on} 首封，终本前未见拍卖；询价、评估是否启动无记录", en: "{asset_class} first seized on {seized_on}, and no auction before the closing; whether pricing was begun is not recorded"}
  pass: {zh: 首封财产已启动处置，或不具备处置条件, en: "disposal was begun, or was not possible"}
verify: {zh: 核实询价、评估、议价记录, en: "look for pricing by inquiry, appraisal or agreement"}
*/
select
  held.case_id, held.asset_id, held.asset_class, held.seized_on,
  case when coalesce(held.seize_rank, 1) > 1 then 'not_applicable'
    when held.ended_on <= this_case.closed then 'pass'
    when held.asset_class in ('deposit', 'e_wallet') then 'not_applicable'
    when held.asset_class in ('vehicle', 'ship') and coalesce(held.detained_on, this_case.closed + 1) > this_case.closed
      then 'not_applicable'
    when held.value is not null and held.net_value <= 0 then 'not_applicable'
    when exists (
      select 1 from auctions as lot
      where lot.asset_id = held.asset_id and lot.published_date <= this_case.closed
    ) then 'pass'
    when held.seize_rank is null or held.value is null then 'unknown'
    when this_case.closed <= due.next_workday then 'pass'
    when due.next_workday is null then 'unknown' else 'flag' end as verdict
from court_seizures as held
join this_case on this_case.case_id = held.case_id
left join calendar as due on due.day = held.seized_on + 30
where held.seized_on <= this_case.closed
