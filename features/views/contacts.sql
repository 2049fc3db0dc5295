/*
label: {zh: 联系方式（住址、电话）, en: Addresses and phones of persons and companies}
*/
select home.party_id, 'same_address' as kind, home.address as contact
from parties as home
where home.address is not null
union all
select owner.party_id, 'same_phone', owner.phone_hash
from parties as owner
where owner.phone_hash is not null
union all
select site.party_id, 'same_address', site.address
from companies as site
where site.address is not null
union all
select office_line.party_id, 'same_phone', office_line.phone_hash
from companies as office_line
where office_line.phone_hash is not null
