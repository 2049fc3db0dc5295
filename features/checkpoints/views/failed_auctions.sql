/*
label: {zh: 流拍, en: "How often an asset failed to sell before the closing"}
*/
select court_seizures.case_id, court_seizures.asset_id, count(*) as rounds
from court_seizures
join this_case on this_case.case_id = court_seizures.case_id
join auctions as lot on lot.asset_id = court_seizures.asset_id and lot.result = 'unsold'
where day(lot.end_ts) <= this_case.closed
group by court_seizures.case_id, court_seizures.asset_id
