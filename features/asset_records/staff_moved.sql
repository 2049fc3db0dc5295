/*
label:    {zh: 员工社保转入关联公司, en: Staff insured by a sister company after the debtor company}
targets:  [concealed_assets]
typology: [A5, A7]
at:       moved_on
measures: [distinct(worker_id), distinct(sister_id), days_since_last]
windows:  [all, since suit_filed]
reason:
  zh: "{window}，债务公司员工的社保转入关联公司 {rows} 人次[，涉及 {distinct_worker_id} 名员工][、{distinct_sister_id} 家关联公司]"
  en: "{window}, {rows} moves of the debtor company's staff to sister companies' insurance[, {distinct_worker_id}
    people][, {distinct_sister_id} companies]"
innocent:
  zh: 员工自行求职；集团内部正常调动
  en: "people found work themselves; ordinary moves within a group"
verify:
  zh: 询问员工工作地点、设备与发薪人是否变化
  en: "ask staff whether site, machines and paymaster changed"
*/
with moved as (
  select later.party_id as worker_id, later.employer_id as sister_id, min(later.month) as moved_on
  from debtors as debtor
  join income_records as earlier on earlier.employer_id = debtor.party_id and earlier.kind = 'social_security'
  join income_records as later
    on later.party_id = earlier.party_id and later.kind = 'social_security' and later.month > earlier.month
  group by later.party_id, later.employer_id
)
select moved.worker_id, moved.sister_id, near.path, moved.moved_on
from moved
join circle as near on near.party_id = moved.sister_id
