/*
label:    {zh: "CASE, coalesce, nullif, abs, greatest, least, arithmetic, ratio with a zero below", en: "CASE, coalesce, nullif, abs, greatest, least, arithmetic, ratio with a zero below"}
targets:  [concealed_assets]
typology: context
at:       event_date
measures: [count, sum(price_or_value), sum(distance), sum(at_least_one), sum(at_most_one), sum(rank_or_null), distinct(place), share(cheap), sum(half_share), max(odd)]
windows:  [all, 12m]
reason:   {zh: 有, en: some}
*/
select sale.event_date,
       coalesce(sale.price, thing.value, 0) as price_or_value,
       abs(coalesce(sale.seize_rank, 0) - 2) as distance,
       greatest(sale.seize_rank, 1) as at_least_one,
       least(sale.seize_rank, 1) as at_most_one,
       nullif(sale.seize_rank, 0) as rank_or_null,
       case sale.seize_rank when 1 then 'first' when 2 then 'second' else 'other' end as place,
       case when sale.price / thing.value < 0.7 then true when sale.price / thing.value >= 0.7 then false end as cheap,
       sale.share * 0.5 as half_share,
       sale.seize_rank + 2 * 3 - 1 as odd
from debtors as debtor
join asset_events as sale on sale.holder_id = debtor.party_id
left join assets as thing on thing.asset_id = sale.asset_id
