/*
label:    {zh: 同一竞买人, en: The same auction buyer}
tie:      buyer
weight:   5
limit:    15
shows:    auctions.winner_id
sentence: {zh: "本案拍卖的买受人{through}{part}", en: "{through}, who bought at this case's auction, appears there too"}
*/
with buyer as (
  select this_case.case_id, lot.winner_id as party_id
  from this_case
  join auctions as lot on lot.case_id = this_case.case_id and lot.result = 'sold'
  where lot.winner_id is not null
)
select buyer.case_id, other_lot.case_id as other_id, buyer.party_id as through, '在该案拍卖中也是买受人' as part
from buyer
join auctions as other_lot on other_lot.winner_id = buyer.party_id
where other_lot.case_id is not null
union
select bought.case_id, theirs.case_id, bought.party_id, '是该案当事人'
from buyer as bought
join case_parties as theirs on theirs.party_id = bought.party_id
