-- Bank statements (all bookings of an account in a reply), each read by the first adapter by which its balances follow, and known
-- from the day of the reply, or that on which the list came where it says none. One whose balances follow by no adapter is refused
-- whole: a page may be missing.
create table booked as
with listed as (
    select * replace (coalesce(replied_date, _known) as replied_date) from list_bank_statements
)
, placed as (
    select *, row_number() over statement as place,
        coalesce(clock_day, day) + coalesce(clock, day_clock, time '00:00:00') as ts,
        count(coalesce(debit, credit)) over statement_all > 0 as has_columns,
        count(direction) over statement_all > 0 as has_mark,
        least(min(debit) over statement_all, min(credit) over statement_all, min(amount) over statement_all) < 0 as has_minus,
        count(balance) over statement_all + count(opening) over statement_all > 1 as has_balances
    from listed
    window statement as (partition by account_no, replied_date order by _id), statement_all as (partition by account_no, replied_date)
)
, read as (  -- by each adapter that may be right; `change` is what a booking adds to the balance, null where it does not say
    select p.*, a.adapter,
        case a.sign
            when 'amount' then if(has_minus or has_balances, amount, null)
            when 'mark' then case direction when 'in' then 1 when 'out' then -1 end * if(a.minus = 'reversal', amount, abs(amount))
            else case
                when coalesce(debit, 0) = 0 then if(a.minus = 'reversal', credit, abs(credit))
                when coalesce(credit, 0) = 0 then -if(a.minus = 'reversal', debit, abs(debit)) end
        end as change
    from placed as p
    join bank_adapters as a
        on case a.sign when 'columns' then has_columns when 'mark' then has_mark else not has_columns and not has_mark end
        and (a.sign = 'amount' or a.minus = 'ignored' or has_minus)
)
, ordered as (  -- oldest first: as the times say, and where they do not, downwards or upwards
    select r.*, step
    from (select *, first(ts order by place) over s as first_ts, last(ts order by place) over s as last_ts from read
          window s as (partition by account_no, replied_date, adapter)) as r
    join (values (1), (-1)) as steps (step) on sign(epoch(last_ts) - epoch(first_ts)) in (0, step)
)
, summed as (  -- a balance less all bookings up to it is the opening one, from any row; a booking that cannot be read begins anew
    select account_no, replied_date, adapter, step, change,
        balance - coalesce(sum(change) over past, 0) as start,
        count(*) filter (change is null) over past as stretch,
        first_value(opening) over past as opening
    from ordered
    window past as (partition by account_no, replied_date, adapter, step order by place * step
        rows between unbounded preceding and current row)
)
, stretches as (
    select account_no, replied_date, adapter, step, count(*) filter (change is null) as unread,
        coalesce(min(start) <> max(start) or (stretch = 0 and min(start) <> any_value(opening)), false) as broken
    from summed group by account_no, replied_date, adapter, step, stretch
)
, readings as (
    select account_no, replied_date, adapter, bool_or(broken) as broken, sum(unread) as unread
    from stretches group by account_no, replied_date, adapter, step
)
, chosen as (
    select account_no, replied_date, arg_min(adapter, (unread, broken, adapter)) as adapter,
        arg_min(broken, (unread, broken, adapter)) as refused
    from readings group by account_no, replied_date
)
select
    _id, replied_date as _known, own.account_id, ts,
    case sign(change) when 1 then 'in' when -1 then 'out' else direction end as direction,
    abs(change) as amount, balance, other.account_id as counter_account, memo, channel, refused
from read
join chosen using (account_no, replied_date, adapter)
join account_ids as own on own.number = account_no
left join account_ids as other on other.number = counter_account;
