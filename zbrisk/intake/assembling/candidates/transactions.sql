-- Bookings, known from the day of the bank's reply.
select
    b._id, b._known,
    'T' || left(sha256(concat_ws('|', b.account_id, b.ts, b.direction, b.amount, b.balance, b.counter_account, b.memo)), 15)
        as txn_id,
    a.account_id, b.ts, b.direction, b.amount, b.balance, p.party_id as counterparty_id, b.counter_account, b.memo, b.channel,
    case when b.refused then 'balances_do_not_follow' when b.direction is null then 'direction_unclear' end as _reason
from booked as b
left join (select distinct account_id from accounts) as a using (account_id)
left join party_of_cell as p on p._id = b._id and p.field = 'counter_name'
