/*
label:    {zh: 债权受让人申请执行, en: Enforced by an assignee}
targets:  [sham_litigation]
typology: S10
measures: [count, max(assignee_cases)]
reason:
  zh: "申请执行人中有 {rows} 人并非原审原告[，最多的一人共申请执行 {max_assignee_cases} 件]"
  en: "{rows} applicants were not plaintiffs in the suit[; one of them enforces {max_assignee_cases} cases in all]"
innocent:
  zh: 真实受让并已付对价，或者继承；持牌资产管理公司批量受让
  en: "a claim really assigned and paid for, or inherited; a licensed asset manager"
verify:
  zh: 查转让协议、对价支付与受让公司背景
  en: "the assignment, what was paid for it, who is behind the assignee"
*/
select
  applicant.party_id,
  (
    select count(*) from case_parties as enforced
    where enforced.party_id = applicant.party_id and enforced.role = 'applicant'
  ) as assignee_cases
from applicants as applicant
join this_case on this_case.case_id = applicant.case_id
where exists (
    select 1 from case_parties as some_plaintiff
    where some_plaintiff.case_id = this_case.basis_case_id and some_plaintiff.role = 'plaintiff'
  )
  and not exists (
    select 1 from case_parties as same_plaintiff
    where same_plaintiff.case_id = this_case.basis_case_id and same_plaintiff.party_id = applicant.party_id
      and same_plaintiff.role = 'plaintiff'
  )
