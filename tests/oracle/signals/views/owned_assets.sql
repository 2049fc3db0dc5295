/*
label: {zh: "spans of ownership of the debtors", en: "spans of ownership of the debtors"}
*/
select own.asset_id, own.holder_id as party_id, own.event_date as owned_from,
       (select min(gone.event_date)
        from asset_events as gone
        where gone.asset_id = own.asset_id and gone.event in ('own_end', 'transfer') and gone.event_date >= own.event_date
       ) as owned_until
from debtors as debtor
join asset_events as own on own.holder_id = debtor.party_id and own.event = 'own_start'
