-- What several tables need: the party of a cell, the day of a row, the asset of a row, bookings with one sign.
create table party_of_cell as
select m._id, m.field, p.party_id from mentions as m join party_of as p using (mention) where m.position = 1;

create table asset_of_row as
select _id, 'A' || left(sha256(concat_ws('|', asset_class, named)), 15) as asset_id, named as natural_key
from (
    select s._id, asset_class, coalesce(account_id, natural_key) as named
    from list_seizures as s left join account_ids on number = natural_key and asset_class in ('deposit', 'e_wallet', 'wealth')
);
