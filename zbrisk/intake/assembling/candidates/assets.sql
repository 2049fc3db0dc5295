-- What was seized, each thing once, by its class and its registry's number.
select _id, _known, asset_id, asset_class, a.natural_key,
    case when asset_class = 'real_estate' and regexp_full_match(left(a.natural_key, 6), '[1-9][0-9]{5}')
        then left(a.natural_key, 6) end as region_code
from asset_of_row as a join list_seizures using (_id)
