/*
rule: R-51
label: {zh: 履行完毕三个工作日内解除惩戒, en: Lifted within three working days of performance}
aspect: 10
severity: H
basis: 失信名单规定（2017年修正）第10条（三个工作日内删除）
verified: false
in_force: {from: 2017-05-01}
at: performed_on
span: since closed
codes: {enforcement_actions: [performed]}
texts:
  fail: {zh: "{performed_on} 履行完毕，{removed_on} 解除惩戒，超过三个工作日", en: "performed on {performed_on}, lifted {removed_on}: more than three working days"}
  pass: {zh: 履行后三个工作日内解除, en: lifted in time}
  unknown: {zh: "{performed_on} 履行完毕，三个工作日尚未届满或无法计算", en: "performed on {performed_on}; three working days are not over, or cannot be counted"}
verify: {zh: 核对履行凭证与名单屏蔽时间, en: compare the receipt with the day of removal}
*/
select
  punishment.case_id, punishment.party_id, performed.performed_on, punishment.removed_date as removed_on,
  case when punishment.removed_date <= performed.performed_on then 'pass'
    when lifted.workday - done.workday > 3 then 'fail' when punishment.removed_date is not null
      and lifted.workday - done.workday <= 3 then 'pass'
    when punishment.removed_date is null and yesterday.workday - done.workday > 3 then 'fail' else 'unknown' end as verdict
from punishments as punishment
join performed on performed.case_id = punishment.case_id
left join calendar as done on done.day = performed.performed_on
left join calendar as lifted on lifted.day = punishment.removed_date
left join calendar as yesterday on yesterday.day = today() - 1
where punishment.published_on <= performed.performed_on
