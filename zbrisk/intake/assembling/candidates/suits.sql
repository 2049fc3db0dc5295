-- What a ledger of suits says of the proceedings.
select
    s._id, s._known, c.case_id, s.end_kind, s.ended_date, s.effective_date, s.defended_flag, s.default_flag,
    s.counter_duty_flag, s.cash_delivery_flag, s.principal, s.principal_within
from list_suits as s
join case_of_row as r using (_id)
left join (select distinct case_id from cases) as c using (case_id)
