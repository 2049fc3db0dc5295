-- Everybody who is named: from registers with address and telephone, and from the first row of each day elsewhere.
with stated as (
    select m._id, m.mention, m.list, p.party_id, r._known,
        case when m.list in ('persons', 'organisations') then m.address end as address,
        m.phone as phone_hash,
        row_number() over (partition by p.party_id, r._known order by m.mention) = 1 as first_of_day
    from mentions as m join party_of as p using (mention) join known_of_row as r using (_id)
)
select
    t._id, t._known, t.party_id, k.party_kind, k.name, k.id_no, k.uscc, k.birth_year, k.region_code, t.address, t.phone_hash
from stated as t join known_parties as k using (party_id)
where t.first_of_day or t.list in ('persons', 'organisations')
