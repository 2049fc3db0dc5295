/*
rule: R-55
label: {zh: 已变更的法定代表人解除限制消费, en: A former representative is released}
aspect: 10
severity: M
basis: 善意文明执行意见第17条（确因经营管理需要变更、原法定代表人并非实际控制人的，应当解除）
verified: true
in_force: {from: 2020-01-01}
at: left_on
span: since closed
optional: [shareholdings]
texts:
  flag: {zh: "{left_on} 已不再任法定代表人，仍被限制消费", en: "no longer representative since {left_on}, and still restricted"}
  pass: {zh: 已解除，或仍为控制人, en: "released, or still in control"}
verify: {zh: 核实是否为规避执行而变更、是否实际控制人, en: "was it changed to evade, and who is in control"}
*/
with former as (
  select
    punishment.case_id, punishment.party_id, firm.party_id as firm_id, max(office.valid_to) as left_on,
    min(case when punishment.removed_date is null then 0 else 1 end) as released
  from punishments as punishment
  join liable as firm on firm.case_id = punishment.case_id and firm.party_kind = 'company'
  join company_officers as office
    on office.company_id = firm.party_id and office.person_id = punishment.party_id and office.role = 'legal_rep'
  where punishment.kind = 'restrict_consumption'
  group by punishment.case_id, punishment.party_id, firm.party_id
)
select
  former.case_id, former.party_id, former.left_on,
  case when former.released = 1 then 'pass'
    when exists (
      select 1 from company_officers as still
      where still.company_id = former.firm_id and still.person_id = former.party_id
        and still.role in ('legal_rep', 'controller', 'manager') and coalesce(still.valid_to, today()) >= today()
    ) or exists (select 1 from liable as own where own.party_id = former.party_id)
      or exists (
        select 1 from shareholdings as stake
        where stake.company_id = former.firm_id and stake.holder_id = former.party_id and stake.pct >= 0.5
      ) then 'pass' else 'flag' end as verdict
from former
where former.left_on is not null
