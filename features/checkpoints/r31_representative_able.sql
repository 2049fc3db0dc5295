/*
rule: R-31
label: {zh: 法定代表人登记有无冒名痕迹, en: The registered representative could hold the office}
aspect: 6
severity: M
basis: 公司法（2018）第13条、第146条；市场主体登记管理条例第12条（无民事行为能力或者限制民事行为能力的不得担任法定代表人）、第40条（虚假登记）
verified: true
in_force: {from: 2018-10-26}
at: since
span: all
optional: [companies, company_officers]
none: pass
texts:
  flag: {zh: "被执行企业 {since} 登记的法定代表人此前已死亡或者未成年，疑被冒名登记", en: "the representative registered for the debtor company on {since} was dead or a minor then: another may have used the name"}
  pass: {zh: 未见冒名登记痕迹, en: "no sign that another used the name"}
verify: {zh: 调取登记档案与签名、死亡或户籍登记，查明实际办理人与控制人, en: "fetch the registration file and its signatures, and the register of persons; who filed it, and who is in control"}
needs: {zh: 身份证件挂失、本人否认登记的声明, en: "identity cards reported lost; statements of people who deny the registration"}
*/
with entry as (
  select liable.case_id, liable.party_id as company_id, firm.legal_rep_id as person_id, firm.valid_from as since
  from liable
  join companies as firm on firm.party_id = liable.party_id and firm.legal_rep_id is not null
  union
  select liable.case_id, liable.party_id, office.person_id, office.valid_from
  from liable
  join company_officers as office on office.company_id = liable.party_id and office.role = 'legal_rep'
),
first_entry as (
  select entry.case_id, entry.company_id, entry.person_id, min(entry.since) as since
  from entry
  group by entry.case_id, entry.company_id, entry.person_id
)
select
  first_entry.case_id, first_entry.company_id, first_entry.person_id, first_entry.since,
  case when person.death_date < first_entry.since then 'flag' when start.year - person.birth_year < 18 then 'flag'
    else 'pass' end as verdict
from first_entry
join parties as person on person.party_id = first_entry.person_id
left join calendar as start on start.day = first_entry.since
