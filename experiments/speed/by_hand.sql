-- The 60 features of signals/, written by hand for this one purpose, as fast as we know how: one join, one grouping by
-- direction for all but the distinct counts, and those by the last day on which a counterparty was seen.
with flows as materialized (
    select
        m.number, flow.direction, flow.channel, flow.counterparty_id,
        cast(flow.amount * 100 as bigint) as amount, m.as_of - cast(flow.ts as date) as age
    from asked as m
    join (select distinct case_id, party_id from case_parties where role = 'debtor') as debtor using (case_id)
    join accounts as account on account.holder_id = debtor.party_id
    join transactions as flow using (account_id)
    where flow.known_at < m.as_of and cast(flow.ts as date) < m.as_of
),
totals as (
    select number, direction, min(age) as days_since_last__all, {totals} from flows group by number, direction
),
seen as (
    select number, direction, min(age) as age from flows
    where counterparty_id is not null and age <= 1095 group by number, direction, counterparty_id
),
counterparties as (
    select number, direction, {distinct} from seen group by number, direction
),
cash as (
    select number, {cash} from flows where channel = 'cash' group by number
)
select
    m.number,
    columns(o.* exclude (number, direction)) as 'money_out__\0', columns(od.* exclude (number, direction)) as 'money_out__\0',
    columns(i.* exclude (number, direction)) as 'money_in__\0', columns(id.* exclude (number, direction)) as 'money_in__\0',
    columns(cash.* exclude (number)) as 'cash__\0'
from asked as m
left join totals as o on o.number = m.number and o.direction = 'out'
left join counterparties as od on od.number = m.number and od.direction = 'out'
left join totals as i on i.number = m.number and i.direction = 'in'
left join counterparties as id on id.number = m.number and id.direction = 'in'
left join cash on cash.number = m.number
