-- Social security, housing fund and wage tax, a row a person, month and kind.
select i._id, i._known, p.party_id, i.month, i.kind, i.base, i.base_within, i.paid, i.paid_within, i.balance, i.balance_within
from list_income_records as i
left join party_of_cell as p on p._id = i._id and p.field = 'name'
