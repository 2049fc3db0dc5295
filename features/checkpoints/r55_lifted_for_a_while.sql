/*
rule: R-55
label: {zh: 暂时解除限制消费不超过一个月, en: Consumption is unrestricted for a month at most}
aspect: 8
severity: M
basis: 善意文明执行意见第17条（因重大疾病就医、近亲属丧葬、子女参加考试等暂时解除，期间一般不超过一个月）
verified: true
in_force: {from: 2020-01-01}
at: lifted_on
span: since closed
texts:
  flag: {zh: "{lifted_on} 解除限制消费，{again_on} 才重新限制，超过一个月", en: "unrestricted on {lifted_on}, restricted again only on {again_on}: more than a month"}
  pass: {zh: 暂时解除未超过一个月, en: restricted again within a month}
verify: {zh: 核实解除事由及院长审批, en: look for the ground of the lifting and the president's approval}
*/
select
  lifted.case_id, lifted.party_id, lifted.removed_date as lifted_on, min(again.published_on) as again_on,
  case when term.plus_1m is null then 'unknown' when min(again.published_on) > term.plus_1m then 'flag' else 'pass' end
    as verdict
from punishments as lifted
join punishments as again
  on again.case_id = lifted.case_id and again.party_id = lifted.party_id and again.kind = lifted.kind
  and again.published_on >= lifted.removed_date
left join calendar as term on term.day = lifted.removed_date
where lifted.kind = 'restrict_consumption'
group by lifted.case_id, lifted.party_id, lifted.removed_date, term.plus_1m
