/*
rule: R-28
label: {zh: 企业资不抵债征询移送破产, en: Referral to bankruptcy asked about}
aspect: 6
severity: M
basis: 民诉法解释第511条
verified: true
in_force: {from: 2015-02-04}
needs: {zh: 征询申请执行人、被执行人是否同意移送破产的笔录, en: the record of asking the parties for consent}
texts:
  unknown: {zh: 被执行人为企业，未见破产案件；征询笔录须查卷, en: "the debtor is a company and no bankruptcy case is known; whether consent was asked is in the file"}
  pass: {zh: 已有破产案件, en: there is a bankruptcy case}
verify: {zh: 查阅执行移送破产征询笔录, en: look for the record of asking}
*/
select
  liable.case_id, liable.party_id,
  case when exists (
    select 1 from case_parties as role
    join cases as bankruptcy on bankruptcy.case_id = role.case_id and bankruptcy.case_kind = 'bankruptcy'
    where role.party_id = liable.party_id
  ) then 'pass' else 'unknown' end as verdict
from liable
where liable.party_kind = 'company' and liable.deregistered_on is null
