/*
label:    {zh: 公积金账户余额, en: Balance in the housing fund}
targets:  [concealed_assets]
typology: [A8, A19]
at:       month
measures: [sum(balance) / claim_amount, max(balance)]
reason:
  zh: "{rows} 名被执行人的公积金账户有余额[，最高 {max_balance}][，合计为执行标的的 {sum_balance_per_claim_amount} 倍]"
  en: "{rows} debtors have a balance in the housing fund[, up to {max_balance}][, in all
    {sum_balance_per_claim_amount} times the claim]"
innocent:
  zh: 用于偿还住房贷款；提取条件尚未成就
  en: "pledged to a home loan; not yet allowed to be drawn"
verify:
  zh: 向公积金中心查询余额、贷款与提取条件
  en: "ask the fund for balance, loan and conditions"
*/
with latest as (
  select
    fund.party_id, fund.month, fund.balance,
    row_number() over (partition by fund.party_id order by fund.month desc) as place
  from debtors as debtor
  join income_records as fund on fund.party_id = debtor.party_id and fund.kind = 'housing_fund'
)
select latest.party_id, latest.month, latest.balance
from latest
where latest.place = 1 and latest.balance > 0
