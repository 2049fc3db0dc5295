/*
label:    {zh: 原址新设公司, en: A new company at the debtor company's address or phone}
targets:  [concealed_assets]
typology: A7
at:       registered_date
measures: [distinct(company_id), share(same_phone), share(same_trade)]
windows:  [12m before suit_filed, since suit_filed]
reason:
  zh: "{window}，新设公司与债务公司同址或同电话 {rows} 处[，涉及 {distinct_company_id} 家][，同行业占 {share_same_trade}]"
  en: "{window}, {rows} addresses or phones of the debtor company went to new companies[, {distinct_company_id} of
    them][, {share_same_trade} in the same trade]"
innocent:
  zh: 房东将厂房另行出租；孵化园、商务楼集中注册
  en: "the landlord let the site anew; an office tower or incubator"
verify:
  zh: 现场查看经营者、设备、水电付款人及用工
  en: "visit: who runs it, whose machines, who pays power and staff"
*/
select distinct
  newcomer.party_id as company_id, newcomer.registered_date, newcomer.industry, theirs.role,
  theirs.tie = 'same_phone' as same_phone, newcomer.industry = trade.industry as same_trade
from debtors as debtor
join this_case on this_case.case_id = debtor.case_id
join companies as trade on trade.party_id = debtor.party_id
join contacts as own on own.party_id = debtor.party_id
join contacts as theirs on theirs.contact = own.contact and theirs.tie = own.tie
join companies as newcomer
  on newcomer.party_id = theirs.party_id and newcomer.party_id <> debtor.party_id
  and newcomer.registered_date >= coalesce(this_case.suit_filed, this_case.filed) - 366
where not (select count(*) from contacts as sharing where sharing.contact = own.contact) > 6
