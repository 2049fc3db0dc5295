/*
label:    {zh: 股东未实缴出资, en: "Capital that the debtor company's shareholders never paid in"}
targets:  [concealed_assets]
typology: A14
at:       valid_from
measures: [count, sum(unpaid) / claim_amount, share(due)]
reason:
  zh: "{rows} 名股东未缴足出资[，差额为执行标的的 {sum_unpaid_per_claim_amount} 倍][，出资期限已届满占 {share_due}]"
  en: "{rows} shareholders owe capital[, {sum_unpaid_per_claim_amount} times the claim][; of {share_due} it is due]"
innocent:
  zh: 认缴期限未届满；登记信息未及时更新
  en: "not yet due; paid but not yet registered"
verify:
  zh: 调取验资与银行进账凭证，告知申请人可申请追加股东
  en: "fetch proof of payment; the applicant may apply to add the shareholders"
law: "变更追加规定第19条 [L]"
*/
with latest as (
  select
    stake.company_id, stake.holder_id, stake.valid_from, stake.subscribed, stake.paid_in, stake.due_date, stake.pct,
    row_number() over (partition by stake.company_id, stake.holder_id order by stake.valid_from desc) as place
  from debtors as debtor
  join shareholdings as stake on stake.company_id = debtor.party_id
)
select
  latest.company_id, latest.holder_id, latest.valid_from, latest.subscribed - latest.paid_in as unpaid, latest.due_date,
  latest.due_date < today() as due
from latest
where latest.place = 1 and latest.subscribed > latest.paid_in
