/*
rule: R-32
label: {zh: 恢复后未采取措施再次终本, en: Restored and terminated again without a measure}
aspect: 7
severity: M
basis: 最高法2024年12月30日《关于在审判工作中促进提质增效 推动实质性化解矛盾纠纷的指导意见》（未做必要执行工作不得终本）
verified: true
in_force: {from: 2024-12-30}
optional: [auctions]
texts:
  fail: {zh: "{filed} 恢复，{closed} 再次终本，其间未见任何查询、查封、拍卖或强制措施", en: "restored {filed}, terminated again {closed}, without a query, seizure, auction or coercive measure"}
  pass: {zh: 恢复后已采取新的执行措施, en: new measures were taken}
verify: {zh: 调阅恢复执行卷, en: read the file of the restoration}
codes: {enforcement_actions: [search, audit, bounty, fine, detention, criminal_referral]}
*/
select
  this_case.case_id, this_case.filed, this_case.closed,
  case when exists (
    select 1 from enforcement_actions as act
    where act.case_id = this_case.case_id and act.action_date <= this_case.closed
      and act.action in ('search', 'audit', 'bounty', 'fine', 'detention', 'criminal_referral', 'performed', 'payment_out')
  ) or exists (
    select 1 from property_queries as query
    where query.case_id = this_case.case_id and query.query_date <= this_case.closed
  ) or exists (
    select 1 from asset_events as held
    where held.case_id = this_case.case_id and held.event in ('seize', 'renew', 'detain', 'dispose')
  ) or exists (
    select 1 from auctions as lot where lot.case_id = this_case.case_id
  ) then 'pass' else 'fail' end as verdict
from this_case
join cases as earlier on earlier.case_id = this_case.parent_case_id and earlier.close_mode = 'terminated_round'
where this_case.case_kind = 'restoration'
