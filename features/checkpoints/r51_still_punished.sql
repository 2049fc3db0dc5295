/*
rule: R-51
label: {zh: 履行完毕后仍被惩戒, en: Still punished although the debt is performed}
aspect: 10
severity: H
basis: 限制高消费规定第9条（履行完毕的，应当及时解除）；一个月为办案单位参数
verified: true
office_limit: true
in_force: {from: 2010-10-01}
at: performed_on
span: since closed
codes: {enforcement_actions: [performed]}
texts:
  flag: {zh: "{performed_on} 履行完毕，逾一个月仍在{kind}", en: "performed on {performed_on}, and still under {kind} a month later"}
  pass: {zh: 履行后已解除, en: lifted after performance}
verify: {zh: 核实是否另案仍在惩戒, en: is another case the reason}
*/
select
  punishment.case_id, punishment.party_id, punishment.kind, performed.performed_on,
  case when punishment.removed_date is not null or punishment.until_date < today() then 'pass'
    when today() > late.plus_1m then 'flag' else 'pass' end as verdict
from punishments as punishment
join performed on performed.case_id = punishment.case_id
left join calendar as late on late.day = performed.performed_on
where punishment.published_on <= performed.performed_on
