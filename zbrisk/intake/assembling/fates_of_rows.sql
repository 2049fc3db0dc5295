-- What became of each data row: what its list's own tables say of it. Refused in the first of them, it is refused.
create table list_tables (list varchar, "table" varchar, first boolean);
insert into list_tables values
    ('enforcement_cases', 'cases', true), ('suits', 'suits', true), ('suits', 'cases', false), ('persons', 'parties', true),
    ('organisations', 'parties', true), ('seizures', 'asset_events', true), ('credit_measures', 'credit_measures', true),
    ('companies', 'companies', true), ('income_records', 'income_records', true),
    ('vehicle_sightings', 'vehicle_sightings', true), ('petitions', 'petitions', true), ('bank_statements', 'transactions', true);

create table fate_of_row as
with ranked as (
    select f._id, f.fate, f.reason, f.key, l."table", l.first,
        case when f.fate = 'quarantine_row' and l.first then 0 when f.fate = 'changed' then 1 when f.fate = 'closed_later' then 2
            when f.fate = 'new' and l.first then 3 else 4 end as place
    from raw_rows as r join sheet_lists as s using (sheet_id) join list_tables as l using (list)
    join fates as f on f._id = r._id and f."table" = l."table"
)
select _id, arg_min(case when fate = 'quarantine_row' and not first then 'repeat' else fate end, place) as fate,
    arg_min(reason, place) as reason, any_value("table") filter (first) as "table", any_value(key) filter (first) as key
from ranked group by _id;

-- A register's row is new where it is the first to register somebody, though ledgers may have named them before.
update fate_of_row set fate = case when place = 1 then 'new' when fate = 'new' then 'repeat' else fate end
from (
    select f._id, row_number() over (partition by f.key order by f._id) as place
    from fate_of_row as f join raw_rows as r using (_id) join sheet_lists as s using (sheet_id)
    where s.list in ('persons', 'organisations')
) as registered
where registered._id = fate_of_row._id and fate <> 'quarantine_row';

-- Made anew, for to update most rows in place takes ten times as long.
create or replace table raw_rows as
select r.* replace (
    case when f._id is null then r.fate else f.fate end as fate, case when f._id is null then r.reason else f.reason end as reason
)
from raw_rows as r left join fate_of_row as f on f._id = r._id order by r._id;
