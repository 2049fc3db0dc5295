/*
rule: R-43
label: {zh: 公告三日前通知当事人, en: The parties were notified three days before the notice}
aspect: 9
severity: M
basis: 网拍规定第16条（拍卖公告发布三日前通知当事人、已知优先购买权人；书面放弃的除外，无法通知的公示满五日）
verified: true
in_force: {from: 2017-01-01}
at: published_date
span: all
texts:
  fail: {zh: "{published_date} 发布公告，{told_on} 才通知当事人", en: "published on {published_date}, a party notified only on {told_on}"}
  flag: {zh: "{published_date} 发布公告，{n} 名当事人未见通知（已通知他人）", en: "published on {published_date}: no entry that {n} parties were notified, though others were"}
  pass: {zh: 公告三日前已通知, en: notified three days before}
  unknown: {zh: "{published_date} 发布公告，通知情况无记录", en: "published on {published_date}; who was notified is not recorded"}
verify: {zh: 调阅拍卖通知及送达回证；核实已知优先购买权人（共有人、承租人、股东）, en: "look for the notices and proof of service, also to co-owners, tenants and fellow shareholders"}
needs: {zh: 已知优先购买权人名单, en: who is known to have a right of first refusal}
*/
with notice as (
  select this_case.case_id, told.party_id, told.asset_id, min(told.action_date) as told_on
  from this_case
  join enforcement_actions as told on told.case_id = this_case.case_id and told.action = 'auction_notice'
  group by this_case.case_id, told.party_id, told.asset_id
),
wanted as (
  select this_case.case_id, lot.auction_id, lot.asset_id, lot.published_date, role.party_id, role.role
  from this_case
  join auctions as lot on lot.case_id = this_case.case_id and lot.round = 1
  join case_parties as role on role.case_id = this_case.case_id and role.role in ('applicant', 'debtor')
  where coalesce(role.added_date, lot.published_date) <= lot.published_date
)
select
  wanted.case_id, wanted.auction_id, wanted.party_id, wanted.published_date, min(own.told_on) as told_on,
  case when min(own.told_on) <= wanted.published_date - 3 then 'pass' when min(own.told_on) is not null then 'fail'
    when count(anyone.told_on) > 0 then 'flag' else 'unknown' end as verdict
from wanted
left join notice as own
  on own.case_id = wanted.case_id and coalesce(own.party_id, wanted.party_id) = wanted.party_id
  and coalesce(own.asset_id, wanted.asset_id) = wanted.asset_id
left join notice as anyone on anyone.case_id = wanted.case_id
group by wanted.case_id, wanted.auction_id, wanted.party_id, wanted.published_date
