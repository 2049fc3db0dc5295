/*
label:    {zh: 业务转入关联公司（体外循环）, en: Business moved to a sister company}
targets:  [concealed_assets]
typology: A5
measures: [count, max(moved) / claim_amount, max(moved) / max(fall)]
reason:
  zh: "债务公司近一年开票下降而 {count} 家关联公司上升，转移额为执行标的的 {max_moved_per_claim_amount} 倍、降幅的 {max_moved_per_max_fall}"
  en: "the debtor company invoices less and {count} sister companies more than before the suit: {max_moved_per_claim_amount} times
    the claim, {max_moved_per_max_fall} of the fall"
innocent:
  zh: 行业下行后正常收缩；有偿出售资产或业务；集团内部正常分工
  en: "a shrinking trade; a paid sale of the business; ordinary division of work in a group"
verify:
  zh: 比对两公司客户、员工社保、经营场所与设备
  en: "compare customers, insured staff, site and machines of both"
*/
with own_turnover as (
  select
    debtor.case_id, debtor.party_id,
    sum(case when activity.month < this_case.suit_filed then activity.invoiced_out else 0 end) as before_suit,
    sum(case when activity.month >= today() - 366 then activity.invoiced_out else 0 end) as lately
  from debtors as debtor
  join this_case on this_case.case_id = debtor.case_id
  join company_activity as activity
    on activity.party_id = debtor.party_id
    and (activity.month >= this_case.suit_filed - 366 and activity.month < this_case.suit_filed
      or activity.month >= today() - 366)
  where this_case.suit_filed <= today() - 366
  group by debtor.case_id, debtor.party_id
),
sister_turnover as (
  select
    sister.debtor_id, sister.party_id as sister_id, sister.path,
    sum(case when sales.month < this_case.suit_filed then sales.invoiced_out else 0 end) as before_suit,
    sum(case when sales.month >= today() - 366 then sales.invoiced_out else 0 end) as lately
  from circle as sister
  join this_case on this_case.case_id = sister.case_id
  join company_activity as sales
    on sales.party_id = sister.party_id
    and (sales.month >= this_case.suit_filed - 366 and sales.month < this_case.suit_filed or sales.month >= today() - 366)
  group by sister.debtor_id, sister.party_id, sister.path
)
select
  sister_turnover.sister_id, sister_turnover.path, own_turnover.before_suit - own_turnover.lately as fall,
  sister_turnover.lately - sister_turnover.before_suit as rise,
  least(own_turnover.before_suit - own_turnover.lately, sister_turnover.lately - sister_turnover.before_suit) as moved
from own_turnover
join sister_turnover on sister_turnover.debtor_id = own_turnover.party_id
where own_turnover.lately < own_turnover.before_suit and sister_turnover.lately > sister_turnover.before_suit
