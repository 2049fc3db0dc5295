/*
label:     {zh: 同一被执行人的其他执行案件, en: Other enforcement cases against the same debtor}
targets:   [concealed_assets, sham_litigation]
typology:  context
direction: either
at:        filed_date
measures:  [count, sum(claimed) / claim_amount, share(terminated_round)]
windows:   [all, before filed, since filed]
reason:
  zh: "{window}，同一被执行人另有 {rows} 件执行案件[，标的为本案的 {sum_claimed_per_claim_amount} 倍][，其中终本占 {share_terminated_round}]"
  en: "{window}, {rows} other enforcement cases against the same debtor[, {sum_claimed_per_claim_amount} times this
    claim][, {share_terminated_round} of them terminated]"
absent:    {zh: 同一被执行人无其他执行案件, en: no other enforcement case against the same debtor}
*/
select
  other.rival_id, other.filed_date, other.case_kind, other.claim_amount as claimed, other.close_mode,
  other.close_mode = 'terminated_round' as terminated_round
from rival_enforcements as other
