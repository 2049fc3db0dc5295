/*
label:    {zh: 原址用电经营, en: The debtor company's site goes on using power}
targets:  [concealed_assets]
typology: A7
at:       month
measures: [count, distinct(company_id), sum(utility_kwh) / sum(own_kwh), mean(insured_count)]
windows:  [all, since closed]
requires: [suit_filed]
reason:
  zh: "{window}，同址或同电话的其他企业有 {rows} 个月用电[，用电量为债务公司诉前同等月数的 {sum_utility_kwh_per_sum_own_kwh}]"
  en: "{window}, another company at the debtor company's address or phone used power in {rows} months[,
    {sum_utility_kwh_per_sum_own_kwh} of what the debtor company used in as many months before the suit]"
innocent:
  zh: 房东将厂房另行出租；原有合租企业正常经营
  en: "the landlord let the site anew; a neighbour at the same address works on as before"
verify:
  zh: 现场查看经营者、设备与电费付款人，比对客户与员工
  en: "visit: who runs it, whose machines, who pays the power; compare customers and staff"
*/
with own as (
  select debtor.case_id, debtor.party_id, sum(activity.utility_kwh) as kwh, count(activity.utility_kwh) as months
  from debtors as debtor
  join this_case on this_case.case_id = debtor.case_id
  join company_activity as activity on activity.party_id = debtor.party_id
    and activity.month >= this_case.suit_filed - 366 and activity.month < this_case.suit_filed
  where activity.utility_kwh > 0
  group by debtor.case_id, debtor.party_id
),
site as (
  select distinct own.case_id, own.party_id as debtor_id, theirs.party_id as company_id, own.kwh, own.months
  from own
  join contacts as here on here.party_id = own.party_id
  join contacts as theirs on theirs.contact = here.contact and theirs.tie = here.tie and theirs.party_id <> own.party_id
  where not (select count(*) from contacts as sharing where sharing.contact = here.contact) > 6
    and not exists (select 1 from debtors as fellow where fellow.party_id = theirs.party_id)
)
-- whoever worked there before the suit, too, is a neighbour and no successor
select
  site.company_id, power.month, power.utility_kwh, power.insured_count, site.kwh / site.months as own_kwh
from site
join this_case on this_case.case_id = site.case_id
join company_activity as power on power.party_id = site.company_id and power.month >= this_case.suit_filed
  and power.utility_kwh > 0
where not exists (
  select 1 from company_activity as earlier
  where earlier.party_id = site.company_id and earlier.month < this_case.suit_filed - 366 and earlier.utility_kwh > 0
)
