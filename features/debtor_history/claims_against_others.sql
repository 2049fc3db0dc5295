/*
label:    {zh: 对第三人的到期债权（胜诉案件）, en: Claims that the debtor won against others}
targets:  [concealed_assets]
typology: A12
at:       ended_date
measures: [count, sum(outstanding) / claim_amount, share(enforcing)]
windows:  [all, since suit_filed]
reason:
  zh: "{window}，被执行人作为原告有 {rows} 件胜诉或调解案件[，未收回为执行标的的 {sum_outstanding_per_claim_amount} 倍][，已申请执行占 {share_enforcing}]"
  en: "{window}, the debtor won {rows} titles as a plaintiff[, {sum_outstanding_per_claim_amount} times the claim
    uncollected][, {share_enforcing} of them being enforced]"
innocent:
  zh: 对方亦无力偿还；债权已转让或抵销
  en: "those debtors cannot pay either; the claim was assigned or set off"
verify:
  zh: 查债权实现情况，依法执行到期债权
  en: "what came of it; enforce the claim"
law: "拒执解释第3条第1项：放弃、延展到期债权 [L]"
*/
-- a title counts once, however many debtors won it together and however often it was enforced
with titles as (
  select plaintiff_role.case_id as won_id
  from debtors as debtor
  join case_parties as plaintiff_role on plaintiff_role.party_id = debtor.party_id and plaintiff_role.role = 'plaintiff'
  group by plaintiff_role.case_id
),
runs as (
  select title.won_id, count(*) as many, sum(run.realised_amount) as realised
  from titles as title
  join cases as run on run.basis_case_id = title.won_id and run.case_kind = 'enforcement'
  group by title.won_id
)
select
  title.won_id, won_facts.ended_date, won_facts.end_kind,
  won.claim_amount - coalesce(runs.realised, 0) as outstanding, runs.many is not null as enforcing
from titles as title
join cases as won on won.case_id = title.won_id
join suits as won_facts
  on won_facts.case_id = won.case_id and won_facts.end_kind in ('judgment', 'mediation', 'award', 'deed')
left join runs on runs.won_id = title.won_id
where won.claim_amount > coalesce(runs.realised, 0)
