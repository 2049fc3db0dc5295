/*
rule: R-56
label: {zh: 受理破产后删除失信信息, en: Deleted once bankruptcy is accepted}
aspect: 10
severity: H
basis: 失信名单规定（2017年修正）第10条第(五)项
verified: false
in_force: {from: 2017-05-01}
at: bankrupt_on
span: since closed
texts:
  fail: {zh: "{bankrupt_on} 受理破产，逾三个工作日仍在失信名单", en: "bankruptcy accepted on {bankrupt_on}, and still listed more than three working days later"}
  pass: {zh: 受理破产后已删除, en: deleted in time}
verify: {zh: 调取破产受理裁定, en: fetch the ruling}
*/
select
  punishment.case_id, punishment.party_id, bankruptcy.filed_date as bankrupt_on,
  case when punishment.removed_date <= bankruptcy.filed_date then 'pass'
    when punishment.removed_date is not null and lifted.workday - accepted.workday <= 3 then 'pass'
    when lifted.workday - accepted.workday > 3 then 'fail'
    when punishment.removed_date is null and yesterday.workday - accepted.workday > 3 then 'fail'
    else 'unknown' end as verdict
from punishments as punishment
join case_parties as role on role.party_id = punishment.party_id and role.role = 'debtor'
join cases as bankruptcy on bankruptcy.case_id = role.case_id and bankruptcy.case_kind = 'bankruptcy'
left join calendar as accepted on accepted.day = bankruptcy.filed_date
left join calendar as lifted on lifted.day = punishment.removed_date
left join calendar as yesterday on yesterday.day = today() - 1
where punishment.kind = 'dishonest_list' and punishment.published_on <= bankruptcy.filed_date
