/*
label:    {zh: 保单现金价值, en: Insurance policies with a cash value}
targets:  [concealed_assets]
typology: A10
at:       own_from
measures: [count, sum(value) / claim_amount, days_since_last]
windows:  [all, since filed]
reason:
  zh: "{window}，名下取得保单 {rows} 份[，价值为执行标的的 {sum_value_per_claim_amount} 倍]"
  en: "{window}, {rows} insurance policies were taken out[, worth {sum_value_per_claim_amount} times the claim]"
innocent:
  zh: 小额保障型保单；由亲属缴费的旧保单；团体险
  en: "a small protection cover; an old policy paid by kin; a group policy"
verify:
  zh: 向保险公司查询现金价值、缴费人与投保人变更
  en: "ask the insurer for cash value, who pays, and changes of the policyholder"
*/
select owned.asset_id, owned.own_from, owned.holder_id, owned.value
from owned_assets as owned
where owned.asset_class = 'insurance' and owned.own_until is null
