/*
label:    {zh: 主张工资者无参保记录, en: Wage claimants who were never insured by the debtor}
targets:  [sham_litigation]
typology: S3
at:       filed_date
measures: [count, share(insured), share(near_debtor)]
reason:
  zh: "{rows} 人次主张劳动报酬，[由债务人参保的占 {share_insured}，其余]未见由债务人参保的记录[，系其关联人的占 {share_near_debtor}]"
  en: "{rows} claims of wages[, {share_insured} by people whom the debtor insured], the others by people whom no
    record shows as insured by it[; {share_near_debtor} are near it]"
innocent:
  zh: 确有用工，按行业习惯现金发薪、不缴社保（建筑、季节用工）；工友多为同乡亲属
  en: "real work, paid in cash and uninsured as in building and seasonal trades; workmates are often kin"
verify:
  zh: 核对工资表、考勤与现场证人，注意保护真实欠薪者
  en: "payroll, attendance and witnesses on site; protect whoever is truly owed"
law: "虚假诉讼刑事解释第1条 [L]"
*/
select distinct
  claim.suit_id, claim.filed_date, worker.party_id as worker_id, near.party_id is not null as near_debtor,
  exists (
    select 1 from income_records as insurance
    join debtors as employer on employer.party_id = insurance.employer_id
    where insurance.party_id = worker.party_id
  ) as insured
from rival_suits as claim
join case_parties as worker on worker.case_id = claim.suit_id and worker.role = 'plaintiff'
left join circle as near on near.party_id = worker.party_id
where claim.cause like '%劳动%'
