/*
label:    {zh: 拍卖成交后才取得执行依据的分配参与人, en: Shares in the distribution that came after the sale}
targets:  [sham_litigation]
typology: S7
at:       filed_date
measures: [distinct(rival_id), sum(claimed) / claim_amount, share(mediated)]
reason:
  zh: "拍卖成交后另有 {rows} 件执行案件加入[，标的为本案的 {sum_claimed_per_claim_amount} 倍][，以调解书为依据占 {share_mediated}]"
  en: "{rows} enforcement cases joined after the sale[, {sum_claimed_per_claim_amount} times this claim][,
    {share_mediated} on a mediated title]"
innocent:
  zh: 债权人较晚知悉处置信息；诉讼本已在进行
  en: "creditors heard of it late; their suits had long been running"
verify:
  zh: 核查后加入债权的形成时间与款项交付
  en: "when those claims arose and whether money was handed over"
law: "民诉法解释第506—510条 [L]"
*/
select distinct
  entrant.rival_id, entrant.filed_date, entrant.claim_amount as claimed, title.basis_kind,
  title.basis_kind = 'mediation' as mediated
from this_case
join auctions as lot on lot.case_id = this_case.case_id and lot.result = 'sold'
join rival_enforcements as entrant
  on entrant.case_id = this_case.case_id and entrant.case_kind = 'enforcement' and entrant.filed_date > day(lot.end_ts)
join cases as title on title.case_id = entrant.rival_id
