/*
label:    {zh: 立案后涉赌, en: Gambling after the enforcement was filed}
targets:  [concealed_assets]
typology: A17
at:       happened_on
measures: [count, sum(amount) / claim_amount]
windows:  [since filed, since closed]
reason:
  zh: "{window}，有赌博记录 {rows} 次[，金额为执行标的的 {sum_amount_per_claim_amount} 倍]"
  en: "{window}, {rows} gambling records[, {sum_amount_per_claim_amount} times the claim]"
innocent:
  zh: 小额娱乐；赌资系借款；身份误匹配
  en: "small stakes; borrowed money; a mistaken identity"
verify:
  zh: 查赌资来源与未申报现金
  en: "where the stake came from; cash not reported"
*/
select fine.party_id, fine.event_date as happened_on, fine.amount, fine.record_id as source_id
from debtors as offender
join this_case on this_case.case_id = offender.case_id
join police_records as fine
  on fine.party_id = offender.party_id and fine.kind = 'gambling' and fine.event_date >= this_case.filed
union all
select bet.party_id, bet.spent_date, bet.amount, bet.spending_id
from debtors as gambler
join this_case as same_case on same_case.case_id = gambler.case_id
join spending as bet
  on bet.party_id = gambler.party_id and bet.kind = 'gambling' and bet.spent_date >= same_case.filed
