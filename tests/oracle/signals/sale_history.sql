/*
label:    {zh: "correlated scalar subqueries", en: "correlated scalar subqueries"}
targets:  [concealed_assets]
typology: context
at:       event_date
measures: [count, sum(events_before), max(best_price), sum(price) / sum(value), min(price)]
windows:  [all, 12m]
reason:   {zh: 有, en: some}
*/
select sale.event_date, sale.price,
       (select count(*) from asset_events as before_it
        where before_it.asset_id = sale.asset_id and before_it.event_date < sale.event_date) as events_before,
       (select max(dearer.price) from asset_events as dearer
        where dearer.asset_id = sale.asset_id and dearer.event_id <> sale.event_id) as best_price,
       (select sum(worth.value) from assets as worth where worth.asset_id = sale.asset_id) as value
from debtors as debtor
join asset_events as sale on sale.holder_id = debtor.party_id and sale.event in ('transfer', 'own_end')
