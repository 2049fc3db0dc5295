-- Which case each row of a ledger is of. A court's number is one case's alone; those of arbitration commissions, of notaries
-- and from before 2016 may come again: such a case filed on another day than the first of its number has the day in its id.
create table case_of_row as
with stated as (
    select _id, case_no, filed_date from list_enforcement_cases where filed_date <= _known
    union all
    select _id, case_no, filed_date from list_suits where filed_date <= _known
)
, counted as (
    select *, first_value(filed_date) over (partition by case_no order by _id) as first_filed from stated
)
select
    _id, case_no,
    case when coded or filed_date = first_filed then case_no else case_no || ' ' || filed_date end as case_id
from counted join case_numbers on case_no = text;

create table case_ids as
select case_no as number, case_id, count(*) over (partition by case_no) = 1 as only_one
from (select distinct case_no, case_id from case_of_row);

-- The case that an enforcement rests on: the one of that number, or of several the one with the same debtor.
create table basis_of_row as
with named as (
    select _id, debtor, unnest(basis) as number, generate_subscripts(basis, 1) as place from list_enforcement_cases
)
, owing as (
    select case_id, list_distinct(flatten(list(defendant))) as defendants
    from list_suits join case_of_row using (_id) where defendant is not null group by case_id
)
, fitting as (
    select _id, place, min(case_id) as case_id
    from named join case_ids using (number) left join owing using (case_id)
    where only_one or list_has_any(debtor, defendants)
    group by _id, place having count(distinct case_id) = 1
)
select _id, arg_min(case_id, place) as case_id from fitting group by _id;
