/*
label:    {zh: 持有在营企业股权而未查询股权, en: A stake in a live company that was never queried}
targets:  [concealed_assets]
typology: [A19, A3]
at:       valid_from
measures: [count, sum(paid_in) / claim_amount, share(frozen_flag)]
reason:
  zh: "持有在营企业股权 {rows} 笔，本案未查询股权[，实缴为执行标的的 {sum_paid_in_per_claim_amount} 倍]"
  en: "{rows} stakes in live companies while equity was never queried[; paid in at {sum_paid_in_per_claim_amount}
    times the claim]"
innocent:
  zh: 空壳企业、资不抵债、代他人持股、长期未年报
  en: "an empty shell, an insolvent firm, a stake held for someone else"
verify:
  zh: 调取企业年报、纳税与分红记录，评估股权价值
  en: "fetch annual reports, taxes and dividends, and value the stake"
law: "强制执行股权规定（2022） [L]"
*/
select stake.company_id, stake.valid_from, stake.pct, stake.paid_in, stake.frozen_flag
from stakes as stake
join companies as firm on firm.party_id = stake.company_id and firm.status = 'active'
where stake.next_from is null and stake.pct > 0 and stake.paid_in > 0
  and not exists (
    select 1 from companies as newer where newer.party_id = firm.party_id and newer.valid_from > firm.valid_from
  )
  and not exists (
    select 1 from property_queries as query
    where query.case_id = stake.case_id and query.party_id = stake.debtor_id and query.asset_class = 'equity'
      and query.result in ('found', 'none')
  )
