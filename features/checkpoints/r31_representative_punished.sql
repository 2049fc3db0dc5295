/*
rule: R-31
label: {zh: 惩戒对象确为法定代表人, en: Whoever is punished for a company belongs to it}
aspect: 10
severity: H
basis: 限制高消费规定第3条（法定代表人、主要负责人、影响债务履行的直接责任人员）；失信名单规定第1条（仅及被执行人）
verified: true
in_force: {from: 2013-10-01}
at: published_on
span: all
texts:
  flag: {zh: "{published_on} 受惩戒者非本案被执行人，且在被执行企业无任职、持股登记", en: "on {published_on} somebody was punished who is no debtor here, and whom no register ties to the debtor company"}
  pass: {zh: 受惩戒者为被执行人，或在被执行企业有登记, en: "a debtor, or registered with the debtor company"}
verify: {zh: 核对登记档案；有无冒用身份、错列同名人或未登记的实际控制人, en: "look at the register: a stolen identity, a namesake, or somebody who controls the company unregistered"}
*/
with punished as (
  select punishment.case_id, punishment.party_id, min(punishment.published_on) as published_on
  from punishments as punishment
  join parties as person on person.party_id = punishment.party_id and person.party_kind = 'person'
  where not exists (
    select 1 from case_parties as own
    where own.case_id = punishment.case_id and own.party_id = punishment.party_id and own.role in ('debtor', 'guarantor')
  )
  group by punishment.case_id, punishment.party_id
)
select
  punished.case_id, punished.party_id, punished.published_on,
  case when max(case when office.person_id is null then 0 else 1 end) = 1 then 'pass'
    when max(case when stake.holder_id is null then 0 else 1 end) = 1 then 'pass'
    when max(case when firm.party_id is null then 0 else 1 end) = 1 then 'pass' else 'flag' end as verdict
from punished
join liable on liable.case_id = punished.case_id and liable.party_kind = 'company'
left join company_officers as office on office.company_id = liable.party_id and office.person_id = punished.party_id
left join shareholdings as stake on stake.company_id = liable.party_id and stake.holder_id = punished.party_id
left join companies as firm on firm.party_id = liable.party_id and firm.legal_rep_id = punished.party_id
group by punished.case_id, punished.party_id, punished.published_on
