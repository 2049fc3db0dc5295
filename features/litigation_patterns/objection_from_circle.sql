/*
label:    {zh: 关联人提出执行异议, en: An objection by someone near the debtor}
targets:  [sham_litigation, concealed_assets]
typology: S6
at:       filed_date
measures: [count, min(steps)]
reason:
  zh: "关联人在本案中提出执行异议或异议之诉 {rows} 人次"
  en: "people near the debtor objected {rows} times in this case"
innocent:
  zh: 真实的未过户买受人、共有人依法维权
  en: "a real buyer not yet registered, or a co-owner"
verify:
  zh: 核对合同网签时间、付款凭证与占有情况
  en: "when the contract was registered, proof of payment, who occupies it"
law: "异议复议规定第28条、第29条 [L]"
*/
select
  objection.case_id as objection_id, objection.filed_date, objection.case_kind, near.party_id, near.path,
  near.steps
from this_case
join cases as objection
  on objection.parent_case_id = this_case.case_id and objection.case_kind in ('objection', 'objection_suit')
join case_parties as objector_role
  on objector_role.case_id = objection.case_id and objector_role.role in ('objector', 'plaintiff')
join circle as near on near.party_id = objector_role.party_id
