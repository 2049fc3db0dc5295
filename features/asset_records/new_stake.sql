/*
label:    {zh: 立案后新增出资, en: A new stake in a company after the enforcement was filed}
targets:  [concealed_assets]
typology: A20
at:       valid_from
measures: [count, sum(paid_in) / claim_amount]
windows:  [since filed, since closed]
reason:
  zh: "{window}，新增出资 {rows} 笔[，实缴为执行标的的 {sum_paid_in_per_claim_amount} 倍]"
  en: "{window}, {rows} new stakes[, paid in {sum_paid_in_per_claim_amount} times the claim]"
innocent:
  zh: 名义股东、仅认缴未实缴；继承股权
  en: "a stake in name only, nothing paid in; inherited"
verify:
  zh: 查实缴资金来源与实际控制情况
  en: "who paid in, who controls"
*/
select stake.company_id, stake.valid_from, stake.pct_before, stake.pct, stake.subscribed, stake.paid_in
from stakes as stake
join this_case on this_case.case_id = stake.case_id
where stake.valid_from >= this_case.filed and stake.pct > coalesce(stake.pct_before, 0)
