/*
label: {zh: 任职与持股（双向）, en: "Offices and stakes, each in both directions; `role` says what the far end is"}
partial: true
*/
select
  office.person_id as from_id, office.company_id as to_id, 'office' as tie, '任职公司' as role, office.valid_from as since,
  office.valid_to as until
from company_officers as office
union all
select officer.company_id, officer.person_id, 'office', '高管', officer.valid_from, officer.valid_to
from company_officers as officer
union all
select firm.legal_rep_id, firm.party_id, 'office', '任职公司', firm.valid_from, null
from companies as firm
where firm.legal_rep_id is not null
union all
select head.party_id, head.legal_rep_id, 'office', '法定代表人', head.valid_from, null
from companies as head
where head.legal_rep_id is not null
union all
select stake.holder_id, stake.company_id, 'stake', '持股公司', stake.valid_from, null
from shareholdings as stake
where stake.pct > 0
union all
select holder.company_id, holder.holder_id, 'stake', '股东', holder.valid_from, null
from shareholdings as holder
where holder.pct > 0
