/*
rule: R-54
label: {zh: 宽限期内不得公布, en: Nothing published during a period of grace}
aspect: 10
severity: L
basis: 善意文明执行意见第15条（一至三个月宽限期）
verified: true
in_force: {from: 2020-01-01}
at: published_on
span: all
needs: {zh: 宽限期决定, en: the decision to grant a period of grace}
texts:
  fail: {zh: "决定载明的日期为 {decided_date}，{published_on} 已先行公布", en: "published on {published_on}, before the decision of {decided_date}"}
  unknown: {zh: "{published_on} 公布失信；有无宽限期无记录", en: "published on {published_on}; whether grace was granted is not recorded"}
verify: {zh: 查阅失信决定书是否给予宽限期, en: read the decision}
*/
select
  punishment.case_id, punishment.party_id, punishment.decided_date, punishment.published_on,
  case when punishment.published_on < punishment.decided_date then 'fail' else 'unknown' end as verdict
from punishments as punishment
where punishment.kind = 'dishonest_list'
