/*
label:    {zh: "anti-join: left join and is null", en: "anti-join: left join and is null"}
targets:  [concealed_assets]
typology: context
at:       owned_from
measures: [count, days_since_first]
windows:  [all, 12m]
reason:   {zh: 有, en: some}
*/
select own.asset_id, own.owned_from
from owned_assets as own
left join property_queries as query on query.party_id = own.party_id and query.result = 'found'
where query.query_id is null
