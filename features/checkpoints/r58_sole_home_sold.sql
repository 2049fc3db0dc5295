/*
rule: R-58
label: {zh: 唯一必需住房可查封不得拍卖, en: The sole necessary home is not sold}
aspect: 10
severity: H
basis: 查扣冻规定第3条至第5条
verified: true
in_force: {from: 2005-01-01}
span: all
at: sold_on
texts:
  flag: {zh: "{sold_on} 拍卖的房屋系被执行人唯一登记住房，须核实是否生活必需及安置", en: "the house sold on {sold_on} was the debtor's only registered one: was it needed for a living, and was shelter given"}
  pass: {zh: 被执行人另有住房, en: the debtor has another home}
verify: {zh: 核实居住情况、安置租金, en: "who lives there, and was rent set aside"}
*/
select
  owned.case_id, owned.asset_id, day(lot.end_ts) as sold_on,
  case when exists (
    select 1 from owned_assets as other
    where other.holder_id = owned.holder_id and other.asset_class = 'real_estate' and other.asset_id <> owned.asset_id
      and other.own_from <= day(lot.end_ts) and coalesce(other.own_until, day(lot.end_ts) + 1) > day(lot.end_ts)
  ) then 'pass' else 'flag' end as verdict
from owned_assets as owned
join liable as person on person.party_id = owned.holder_id and person.party_kind = 'person'
join auctions as lot on lot.asset_id = owned.asset_id and lot.result = 'sold'
where owned.asset_class = 'real_estate' and lot.case_id = owned.case_id
