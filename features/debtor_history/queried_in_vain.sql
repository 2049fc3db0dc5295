/*
label:     {zh: 多类查询均无财产, en: Many classes queried and nothing found}
targets:   [concealed_assets]
typology:  context
direction: lowers
at:        query_date
measures:  [distinct(asset_class), count, days_since_last]
windows:   [all, since closed]
reason:
  zh: "{window}，已查询 {rows} 次均无财产[，涉及 {distinct_asset_class} 类财产][，最近一次在 {last_day}]"
  en: "{window}, {rows} queries found nothing[, in {distinct_asset_class} classes][, the last on {last_day}]"
absent:    {zh: 未见反馈为无财产的查询, en: no query that came back empty}
*/
select query.query_id, query.query_date, query.party_id, query.asset_class, query.channel
from this_case
join property_queries as query on query.case_id = this_case.case_id and query.result = 'none'
where not exists (
  select 1 from property_queries as hit
  where hit.case_id = query.case_id and hit.party_id = query.party_id and hit.asset_class = query.asset_class
    and hit.result = 'found'
)
