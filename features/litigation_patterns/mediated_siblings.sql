/*
label:     {zh: 其他诉讼的调解比例, en: How the debtor's other suits ended}
targets:   [sham_litigation]
typology:  S1
direction: either
at:        filed_date
measures:  [count, share(mediated), share(undisputed), sum(mediated_claim) / claim_amount]
windows:   [all, 12m before suit_filed, since suit_filed]
favourable: [absence]
reason:
  zh: "{window}，同一被执行人另有 {rows} 件诉讼[，调解占 {share_mediated}][，无争议占 {share_undisputed}]"
  en: "{window}, {rows} other suits against the same debtor[, {share_mediated} mediated][, {share_undisputed}
    undisputed]"
absent:
  zh: 未见针对同一被执行人的其他诉讼（不含执行案件）
  en: no other suit against the same debtor is known (enforcement cases apart)
innocent:
  zh: 各案款项均有真实交付；法院推动诉前调解，真实债务多以调解结案
  en: "each loan was paid out; courts promote mediation, and real debts often end so"
verify:
  zh: 重点核查调解案件的款项交付
  en: "in the mediated ones, was the money ever handed over"
law: "民间借贷规定第18条（十种可疑情形） [L]"
*/
select
  sibling.suit_id, sibling.filed_date, sibling.cause, sibling.end_kind,
  sibling.end_kind = 'mediation' as mediated, not sibling.defended_flag as undisputed,
  case when sibling.end_kind = 'mediation' then sibling.claim_amount else 0 end as mediated_claim
from rival_suits as sibling
