/*
label:    {zh: 被执行人在他案中被查实隐匿财产, en: The debtor was found to conceal assets in another case}
targets:  [concealed_assets]
typology: [A1, A4, A8]
at:       decided_date
measures: [count, sum(amount_found) / claim_amount, days_since_last]
reason:
  zh: "同一被执行人在他案复核中被查实 {rows} 次[，查明财产为本案标的的 {sum_amount_found_per_claim_amount} 倍]"
  en: "confirmed {rows} times in reviews of other cases[, which found {sum_amount_found_per_claim_amount} times this
    claim]"
innocent:
  zh: 他案查明的财产已用于清偿，现已无财产
  en: "what was found there has since paid creditors, and nothing is left"
verify:
  zh: 调阅他案复核卷，核对查明财产的现状
  en: "read the other review; what became of the assets"
*/
select finding.outcome_id, finding.decided_date, finding.case_id as reviewed_id, finding.typology, finding.amount_found
from rival_enforcements as earlier
join review_outcomes as finding
  on finding.case_id = earlier.rival_id and finding.target = 'concealed_assets' and finding.result = 'confirmed'
