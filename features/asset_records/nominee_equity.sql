/*
label:    {zh: 股权低价转给关联人（代持）, en: A stake passed to someone near the debtor for next to nothing}
targets:  [concealed_assets]
typology: A3
at:       valid_from
measures: [count, sum(price) / sum(stake_priced), sum(subscribed_before) / claim_amount, min(steps)]
windows:  [all, 12m before suit_filed, since suit_filed]
reason:
  zh: "{window}，向关联人转让股权 {rows} 笔[，对价为认缴额的 {sum_price_per_sum_stake_priced}][，认缴额为执行标的的 {sum_subscribed_before_per_claim_amount} 倍]"
  en: "{window}, {rows} stakes passed to people near the debtor[ at {sum_price_per_sum_stake_priced} of the subscribed
    capital][, which is {sum_subscribed_before_per_claim_amount} times the claim]"
innocent:
  zh: 家族企业传承、员工持股、真实退出并足额付款、企业本无净资产
  en: "succession in a family firm; staff shares; a real exit at a full price; a company worth nothing"
verify:
  zh: 查受让人出资来源、分红去向与实际控制人，调取股权转让税务申报
  en: "who paid, who gets the dividends, who controls; the tax return of the transfer"
law: "强制执行股权规定（2022） [L]"
*/
-- a stake counts once, however many people near the debtor took a part of it; the nearest of them is named
select
  stake.company_id, stake.debtor_id, stake.valid_from, stake.pct_before, stake.pct, stake.subscribed_before,
  stake.price, case when stake.price is not null then stake.subscribed_before end as stake_priced,
  min(near.path) as path, min(near.steps) as steps
from stakes as stake
join shareholdings as taken
  on taken.company_id = stake.company_id and taken.valid_from = stake.valid_from and taken.holder_id <> stake.debtor_id
  and taken.pct > 0
join circle as near on near.party_id = taken.holder_id
where stake.pct < stake.pct_before and stake.change in ('transfer', 'decrease')
group by
  stake.company_id, stake.debtor_id, stake.valid_from, stake.pct_before, stake.pct, stake.subscribed_before, stake.price
