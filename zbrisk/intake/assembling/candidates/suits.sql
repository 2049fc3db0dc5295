-- What ledgers of suits say of the proceedings, and what a judgment says of the loan and the defence where no ledger has.
with listed as (
    select
        s._id, s._known, c.case_id, s.end_kind, s.ended_date, s.effective_date, s.defended_flag, s.default_flag,
        s.counter_duty_flag, s.cash_delivery_flag, s.principal, s.principal_within
    from list_suits as s
    join case_of_row as r using (_id)
    left join (select distinct case_id from cases) as c using (case_id)
)
, since as (  -- from which day a ledger says it
    select case_id, min(_known) filter (defended_flag is not null) as defended,
        min(_known) filter (default_flag is not null) as defaulted, min(_known) filter (cash_delivery_flag is not null) as cash
    from listed group by case_id
)
, judgments as (
    select
        v._id, v._known, c.case_id, max(value) filter (field = 'defended_flag') as defended,
        max(value) filter (field = 'default_flag') as defaulted, max(value) filter (field = 'cash_delivery_flag') as cash,
        max(value) filter (field = 'loan_date') as loan_date, max(value) filter (field = 'due_date') as due_date,
        max(value) filter (field = 'monthly_rate') as monthly_rate
    from paper_values as v left join case_of_number as c on c.number = v.case_no
    where value is not null group by all
)
from listed
union all by name
select
    j._id, j._known, j.case_id,
    cast(case when coalesce(j._known < s.defended, true) then j.defended end as boolean) as defended_flag,
    cast(case when coalesce(j._known < s.defaulted, true) then j.defaulted end as boolean) as default_flag,
    cast(case when coalesce(j._known < s.cash, true) then j.cash end as boolean) as cash_delivery_flag,
    cast(loan_date as date) as loan_date, cast(due_date as date) as due_date, cast(monthly_rate as double) as monthly_rate
from judgments as j left join since as s using (case_id)
