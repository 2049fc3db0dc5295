/*
rule: R-31
label: {zh: 主体适格（死亡、注销）, en: The debtor existed when the case was filed}
aspect: 6
severity: M
basis: 变更追加规定第10条（死亡）、第21条至第23条（注销）；主体不适格会商纪要（省高院、公安、司法）
verified: false
in_force: {from: 2016-12-01}
none: pass
texts:
  fail: {zh: "被执行人 {gone_on} 死亡或注销，{filed} 仍以其为被执行人立案且未变更主体", en: "the debtor died or was struck off on {gone_on}; the case was filed on {filed} and no successor took its place"}
  pass: {zh: 未见主体不适格, en: every debtor existed}
verify: {zh: 调取死亡、注销登记；核实遗产与继受人, en: "fetch the register; look for estate and successors"}
*/
select
  liable.case_id, liable.party_id, coalesce(liable.died_on, liable.deregistered_on) as gone_on, this_case.filed,
  case when exists (
    select 1 from case_parties as successor
    where successor.case_id = liable.case_id and successor.role = 'debtor' and successor.added_date > this_case.filed
  ) then 'pass' else 'fail' end as verdict
from liable
join this_case on this_case.case_id = liable.case_id
where coalesce(liable.died_on, liable.deregistered_on) < this_case.filed
