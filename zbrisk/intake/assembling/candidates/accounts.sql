-- Accounts that banks replied about.
select b._id, b._known, b.account_id, p.party_id as holder_id, 'bank' as account_kind
from booked as b
left join party_of_cell as p on p._id = b._id and p.field = 'holder'
