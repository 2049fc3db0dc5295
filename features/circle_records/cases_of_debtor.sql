/*
label:    {zh: 被执行人其他案件, en: "Other cases of the debtor"}
targets:  [concealed_assets, sham_litigation]
typology: [A12, A16, S1, S7]
direction: either
at:       filed_date
by:
  standing:
    claimant_judgment: {zh: 起诉他人（判决）, en: suits against others (judged)}
    claimant_mediation: {zh: 起诉他人（调解）, en: suits against others (mediated)}
    claimant_withdrawn: {zh: 起诉他人（撤回）, en: suits against others (withdrawn)}
    claimant_open: {zh: 起诉他人（未结或其他）, en: suits against others (open or other)}
    defendant_judgment: {zh: 被诉（判决）, en: suits against them (judged)}
    defendant_mediation: {zh: 被诉（调解）, en: suits against them (mediated)}
    defendant_withdrawn: {zh: 被诉（撤回）, en: suits against them (withdrawn)}
    defendant_open: {zh: 被诉（未结或其他）, en: suits against them (open or other)}
    applicant_performed: {zh: 申请执行他人（执行完毕）, en: enforcements against others (performed)}
    applicant_terminated_round: {zh: 申请执行他人（终本）, en: enforcements against others (terminated this round)}
    applicant_open: {zh: 申请执行他人（未结或其他）, en: enforcements against others (open or other)}
    debtor_performed: {zh: 被执行（执行完毕）, en: enforcements against them (performed)}
    debtor_terminated_round: {zh: 被执行（终本）, en: enforcements against them (terminated this round)}
    debtor_open: {zh: 被执行（未结或其他）, en: enforcements against them (open or other)}
    objector_open: {zh: 提出异议, en: objections}
measures: [count, sum(claim_amount) / claim_amount, max(claim_amount), nearest(days_from_service), max(days_from_filing), max(days_from_suit)]
reason:
  zh: "被执行人{standing} {rows} 件[，标的合计为本案的 {sum_claim_amount_per_claim_amount} 倍][，最近一件立案于 {last_day}]"
  en: "The debtor: {standing}, {rows} cases[, {sum_claim_amount_per_claim_amount} times the claim in all][, the last filed on {last_day}]"
innocent:
  zh: "正常经营中的诉讼；对方无力偿还"
  en: "suits of an ordinary trade; the other side cannot pay"
verify:
  zh: "调阅案卷，核实债权真实性及放弃、撤诉原因"
  en: "the files: whether the claims are real, and why they were waived or withdrawn"
*/
with parts as (
  select
    part.case_id, other.case_id as other_id, other.filed_date, other.claim_amount,
    case
      when part.role = 'objector' then 'objector'
      when part.role = 'plaintiff' then 'claimant'
      when part.role = 'applicant' and other.case_kind in ('enforcement', 'restoration') then 'applicant'
      when part.role = 'debtor' and other.case_kind in ('enforcement', 'restoration') then 'debtor'
      when part.role = 'defendant' then 'defendant' end as side,
    case
      when part.role = 'objector' then 'open'
      when other.close_mode = 'judgment' and part.role in ('plaintiff', 'defendant') then 'judgment'
      when other.close_mode = 'mediation' and part.role in ('plaintiff', 'defendant') then 'mediation'
      when other.close_mode = 'withdrawn' and part.role in ('plaintiff', 'defendant') then 'withdrawn'
      when other.close_mode = 'performed' then 'performed'
      when other.close_mode = 'terminated_round' then 'terminated_round'
      else 'open' end as ending
  from rival_roles as part
  join this_case on this_case.case_id = part.case_id
  join cases as other on other.case_id = part.rival_id
  where other.case_id <> this_case.case_id and other.case_id <> coalesce(this_case.basis_case_id, '')
)
select
  parts.other_id, parts.filed_date, parts.claim_amount, parts.side || '_' || parts.ending as standing,
  parts.filed_date - this_case.served as days_from_service,
  parts.filed_date - this_case.filed as days_from_filing,
  parts.filed_date - this_case.suit_filed as days_from_suit
from parts
join this_case on this_case.case_id = parts.case_id
