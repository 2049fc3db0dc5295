/*
label:    {zh: 业务转入关联公司（体外循环）, en: Business moved to a sister company}
targets:  [concealed_assets]
typology: A5
measures: [count, max(moved) / claim_amount, max(moved) / max(fall)]
requires: [suit_filed]
reason:
  zh: "债务公司近一年开票较起诉前一年下降，而 {rows} 家关联公司上升[，其中最大的一家转移额为执行标的的 {max_moved_per_claim_amount} 倍][、降幅的 {max_moved_per_max_fall}]"
  en: "the debtor company invoices less and {rows} sister companies more than in the year before the suit[: up to
    {max_moved_per_claim_amount} times the claim][, {max_moved_per_max_fall} of the fall]"
innocent:
  zh: 行业下行后正常收缩；有偿出售资产或业务；集团内部正常分工
  en: "a shrinking trade; a paid sale of the business; ordinary division of work in a group"
verify:
  zh: 比对两公司客户、员工社保、经营场所与设备
  en: "compare customers, insured staff, site and machines of both"
*/
with company as (
  select debtor.case_id, debtor.party_id as debtor_id, debtor.party_id, 0 as steps, '被执行人' as path
  from debtors as debtor
  where debtor.party_kind = 'company'
  union all
  select near.case_id, near.debtor_id, near.party_id, near.steps, near.path
  from circle as near
),
turnover as (
  select
    company.debtor_id, company.party_id, company.steps, company.path,
    sum(
      case when activity.month >= this_case.suit_filed - 366 and activity.month < this_case.suit_filed
        then activity.invoiced_out else 0 end
    ) as before_suit,
    sum(case when activity.month >= today() - 366 then activity.invoiced_out else 0 end) as lately
  from company
  join this_case on this_case.case_id = company.case_id and this_case.suit_filed <= today() - 366
  join company_activity as activity on activity.party_id = company.party_id
  group by company.debtor_id, company.party_id, company.steps, company.path
)
select
  sister.party_id as sister_id, sister.path, own.before_suit - own.lately as fall,
  sister.lately - sister.before_suit as rise,
  least(own.before_suit - own.lately, sister.lately - sister.before_suit) as moved
from turnover as own
join turnover as sister on sister.debtor_id = own.party_id and sister.steps > 0
where own.steps = 0 and own.lately < own.before_suit and sister.lately > sister.before_suit
