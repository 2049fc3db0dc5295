/*
label:    {zh: 申报无财产但登记有财产, en: "Declared no property, yet property is registered"}
targets:  [concealed_assets]
typology: [A1, A19]
at:       action_date
measures: [count, max(assets_held)]
reason:
  zh: "申报无财产 {rows} 次，而申报时名下登记财产最多 {max_assets_held} 项"
  en: "declared no property {rows} times while up to {max_assets_held} assets stood in the debtor's name"
innocent:
  zh: 误以为抵押、查封财产不必申报；登记与实际不符
  en: "thought that mortgaged or seized property need not be declared; a register out of date"
verify:
  zh: 核对申报表与登记簿，听取被执行人说明
  en: "compare the declaration with the register, and hear the debtor"
law: "财产调查规定第6条：报告前一年内的财产变动 [L]"
*/
with declared as (
  select
    report.case_id, report.action_id, report.action_date, report.result,
    count(distinct held.asset_id) as assets_held
  from this_case
  join enforcement_actions as report
    on report.case_id = this_case.case_id and report.action = 'report_received' and report.result like '%无财产%'
  join owned_assets as held
    on held.case_id = this_case.case_id and held.own_from < report.action_date
    and (held.own_until is null or held.own_until > report.action_date)
    and (report.party_id is null or report.party_id = held.holder_id)
  group by report.case_id, report.action_id, report.action_date, report.result
)
select declared.action_id, declared.action_date, declared.result, declared.assets_held
from declared
