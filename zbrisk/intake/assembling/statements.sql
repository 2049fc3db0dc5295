-- Bank statements: one sign rule of two (two columns, or a mark and an amount), and the day of the reply as the day known.
-- A statement whose balances do not follow is refused whole: a page may be missing.
create table booked as
with signed as (
    select *, row_number() over (partition by account_no, replied_date order by _id) as place,
        coalesce(direction, case when coalesce(credit, 0) <> 0 then 'in' when coalesce(debit, 0) <> 0 then 'out' end) as way,
        abs(coalesce(nullif(credit, 0), nullif(debit, 0), amount)) as size,
        day + coalesce(clock, time '00:00:00') as ts
    from list_bank_statements
)
, moved as (select *, case way when 'in' then size when 'out' then -size end as change from signed)
, followed as (
    select *,
        lag(balance) over before as balance_above, lag(change) over before as change_above,
        first_value(ts) over (partition by account_no, replied_date order by place) as first_ts,
        last_value(ts) over (partition by account_no, replied_date order by place
            rows between unbounded preceding and unbounded following) as last_ts
    from moved
    window before as (partition by account_no, replied_date order by place)
)
, judged as (
    select *,
        case when balance is null or balance_above is null or change is null then false
            when first_ts <= last_ts then balance <> balance_above + change
            else balance_above <> balance + change_above end as broken
    from followed
)
select
    _id, replied_date as _known, 'K' || left(sha256(account_no), 15) as account_id, account_no, ts, way as direction,
    size as amount, balance, counter_account, memo, channel,
    bool_or(broken) over (partition by account_no, replied_date) as refused
from judged;
