-- The market regulator's register: a row a company and change.
select
    c._id, c._known, p.party_id, c.valid_from, c.status, c.registered_date, c.registered_capital,
    c.registered_capital_within, c.paid_capital, c.paid_capital_within, r.party_id as legal_rep_id, c.address, c.industry
from list_companies as c
left join party_of_cell as p on p._id = c._id and p.field = 'name'
left join party_of_cell as r on r._id = c._id and r.field = 'legal_rep'
