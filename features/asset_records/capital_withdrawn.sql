/*
label:    {zh: 出资到账后抽回, en: Capital paid in and out again within days}
targets:  [concealed_assets]
typology: A14
at:       paid_on
measures: [count, sum(withdrawn) / claim_amount, sum(withdrawn) / sum(amount), min(days)]
reason:
  zh: "{rows} 笔出资到账后七日内又付给出资人或股东[，付回占出资的 {sum_withdrawn_per_sum_amount}][，为执行标的的 {sum_withdrawn_per_claim_amount} 倍]"
  en: "{rows} payments of capital went back to the payer or to shareholders within seven days[,
    {sum_withdrawn_per_sum_amount} of the capital][, {sum_withdrawn_per_claim_amount} times the claim]"
innocent:
  zh: 归还股东真实借款；向股东购买设备、货物并已交付
  en: "repayment of a shareholder's true loan; machines or goods bought from a shareholder and delivered"
verify:
  zh: 调取验资报告与前后各一个月流水，核对记账凭证与对价；告知申请人可申请追加股东
  en: "fetch the proof of capital, a month of statements on either side and the vouchers; the applicant may apply to add the
    shareholder"
law: "公司法第53条；公司法规定（三）第12条；变更追加规定第18条 [L]"
*/
-- capital is what a holder pays, or what the memo calls so, within sixty days of a registered founding or increase
with paid as (
  select distinct
    inflow.txn_id, stake.company_id, inflow.ts, inflow.amount, inflow.counterparty_id as payer_id
  from debtors as debtor
  join shareholdings as stake on stake.company_id = debtor.party_id and stake.change in ('initial', 'increase')
  join accounts as account on account.holder_id = stake.company_id
  join transactions as inflow on inflow.account_id = account.account_id and inflow.direction = 'in'
    and abs(day(inflow.ts) - stake.valid_from) <= 60
  where inflow.counterparty_id = stake.holder_id or inflow.memo like '%投资%' or inflow.memo like '%出资%'
    or inflow.memo like '%增资%' or inflow.memo like '%资本%' or inflow.memo like '%验资%' or inflow.memo like '%股款%'
)
select
  paid.txn_id, day(paid.ts) as paid_on, paid.amount, paid.payer_id, least(paid.amount, sum(outflow.amount)) as withdrawn,
  min(day(outflow.ts)) - day(paid.ts) as days
from paid
join accounts as source on source.holder_id = paid.company_id
join transactions as outflow on outflow.account_id = source.account_id and outflow.direction = 'out'
  and outflow.ts > paid.ts and day(outflow.ts) <= day(paid.ts) + 7
where outflow.counterparty_id = paid.payer_id or exists (
  select 1 from shareholdings as owner
  where owner.company_id = paid.company_id and owner.holder_id = outflow.counterparty_id
)
group by paid.txn_id, paid.ts, paid.amount, paid.payer_id
