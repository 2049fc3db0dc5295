/*
rule: R-44
label: {zh: 租赁等瑕疵披露, en: Leases disclosed}
aspect: 9
severity: M
basis: 网拍规定第13条、第14条
verified: true
in_force: {from: 2017-01-01}
at: published_date
span: all
needs: {zh: 拍卖公告全文（执行依据、评估、占用、优先购买权、税费、瑕疵）, en: "the notice's text: basis, appraisal, possession, rights of first refusal, taxes, defects"}
texts:
  fail: {zh: "{leased_on} 已有租赁，{published_date} 公告未披露", en: "leased since {leased_on}, not disclosed in the notice of {published_date}"}
  pass: {zh: 已知租赁已披露, en: the known lease was disclosed}
verify: {zh: 核对公告与现场占用, en: compare the notice with who is in possession}
*/
select
  this_case.case_id, lot.auction_id, lot.published_date, lease.event_date as leased_on,
  case when lot.lease_disclosed_flag is null then 'unknown' when lot.lease_disclosed_flag then 'pass'
    else 'fail' end as verdict
from this_case
join auctions as lot on lot.case_id = this_case.case_id
join asset_events as lease on lease.asset_id = lot.asset_id and lease.event = 'lease'
where lease.event_date <= lot.published_date and coalesce(lease.until_date, lot.published_date) >= lot.published_date
