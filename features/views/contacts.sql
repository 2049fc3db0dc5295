/*
label: {zh: 联系方式（住址、电话）, en: Addresses and phones of persons and companies}
partial: true
*/
select home.party_id, home.address as contact, 'same_address' as tie, '同住址' as role
from parties as home
where home.address is not null
union all
select owner.party_id, owner.phone_hash, 'same_phone', '同电话'
from parties as owner
where owner.phone_hash is not null
union all
select site.party_id, site.address, 'same_address', '同住址'
from companies as site
where site.address is not null
union all
select office_line.party_id, office_line.phone_hash, 'same_phone', '同电话'
from companies as office_line
where office_line.phone_hash is not null
