/*
rule: R-17
label: {zh: 登记在册财产应查未查, en: A registered asset was never found}
aspect: 3
severity: H
basis: 法〔2016〕373号第1条第(三)项、第3条
verified: false
in_force: {from: 2016-12-01}
none: pass
texts:
  fail: {zh: "终本时被执行人名下有 {n} 项登记财产（{asset_class}）未被查得或查封", en: "{n} assets registered to the debtor ({asset_class}) were neither found nor seized"}
  pass: {zh: 登记财产均已查得或查封, en: every registered asset was found or seized}
verify: {zh: 调取登记信息，核对查控反馈, en: compare the register with the answers to the queries}
*/
select
  owned.case_id, owned.asset_id, owned.asset_class,
  case when owned.value is not null and owned.value <= coalesce(owned.encumbered, 0) then 'pass'
    when exists (
      select 1 from property_queries as query
      where query.party_id = owned.holder_id and query.asset_class = owned.asset_class and query.result = 'found'
        and query.query_date <= this_case.closed
    ) or exists (
      select 1 from court_seizures as held
      where held.asset_id = owned.asset_id and held.seized_on <= this_case.closed
    ) then 'pass' else 'fail' end as verdict
from owned_assets as owned
join this_case on this_case.case_id = owned.case_id
where owned.own_from <= this_case.closed and coalesce(owned.own_until, this_case.closed + 1) > this_case.closed
