/*
rule: R-25
label: {zh: 有财产可供执行六个月内执行, en: Disposable property used within six months}
aspect: 1
severity: M
basis: 执行程序解释第10条、第13条（六个月；公告、评估、管辖争议、中止等期间不计入）
verified: true
in_force: {from: 2009-01-01}
at: seized_on
texts:
  flag: {zh: "{asset_class} {seized_on} 首封后六个月未见处置（须扣除公告、评估等期间）", en: "{asset_class} first seized on {seized_on}, unused after six months (periods of notice and appraisal are to be deducted)"}
  pass: {zh: 六个月内已处置或终结, en: used or ended within six months}
verify: {zh: 核实扣除期间, en: look for periods to be deducted}
*/
select
  held.case_id, held.asset_id, held.asset_class, held.seized_on,
  case when coalesce(held.seize_rank, 1) > 1 or (held.value is not null and held.net_value <= 0) then 'not_applicable'
    when held.asset_class in ('vehicle', 'ship') and held.detained_on is null then 'not_applicable'
    when this_case.closed <= term.plus_6m or held.ended_on <= term.plus_6m then 'pass'
    when exists (
      select 1 from auctions as lot where lot.asset_id = held.asset_id and lot.published_date <= term.plus_6m
    ) then 'pass'
    when held.seize_rank is null or held.value is null then 'unknown' else 'flag' end as verdict
from court_seizures as held
join this_case on this_case.case_id = held.case_id
left join calendar as term on term.day = held.seized_on
where held.seized_on <= this_case.closed
