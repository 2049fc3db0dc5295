/*
label:    {zh: 财产得失, en: "Assets gained and lost"}
targets:  [concealed_assets]
typology: [A1, A4, A20]
direction: either
at:       moved_on
by:
  role:
    debtor: {zh: 被执行人, en: the debtor}
    spouse: {zh: 配偶或前配偶, en: a spouse or former spouse, typology: [A1, A2, A9]}
    kin: {zh: 其他亲属, en: other kin of the debtor}
    associate: {zh: 其他关联人, en: somebody else near the debtor}
    kin_company: {zh: 关联人的公司, en: a company of people near the debtor}
  kind:
    real_estate_gained: {zh: 不动产取得, en: real estate gained}
    real_estate_lost: {zh: 不动产转出, en: real estate lost, typology: [A1, A4]}
    vehicle_gained: {zh: 车辆取得, en: vehicles gained}
    vehicle_lost: {zh: 车辆转出, en: vehicles lost, typology: [A1, A4]}
    other_gained: {zh: 其他财产取得, en: other assets gained, typology: [A1, A10, A18, A20]}
measures: [count, sum(value) / claim_amount, max(value), nearest(days_from_service), max(days_from_filing), max(days_from_suit), nearest(days_from_loss), min(paid_per_value)]
reason:
  zh: "{role}：{kind} {rows} 项[，价值合计为执行标的的 {sum_value_per_claim_amount} 倍][，最低成交价为估值的 {min_paid_per_value}][，最近一项在 {last_day}]"
  en: "{role}: {kind}, {rows} records[, worth {sum_value_per_claim_amount} times the claim][, the lowest price {min_paid_per_value} of the value][, the last on {last_day}]"
innocent:
  zh: "正常买卖、继承、抵债或法院处置；关联人以自有资金购置"
  en: "an ordinary sale or purchase, an inheritance, a sale by the court; bought with money of their own"
verify:
  zh: "调取登记档案与价款支付凭证，比对双方得失时间"
  en: "the registry file and proof of payment; compare when one lost and another gained"
*/
with last_loss as (
  select debtor.case_id, max(parted.lost_on) as lost_on
  from debtors as debtor
  join disposals as parted on parted.party_id = debtor.party_id
  group by debtor.case_id
),
moved as (
  select around.case_id, around.role, gain.asset_id, gain.gained_on as moved_on, gain.price, '_gained' as side
  from around
  join acquisitions as gain on gain.party_id = around.party_id
  where not exists (  -- an owner gains nothing when somebody else is entered beside him
    select 1 from acquisitions as held
    where held.asset_id = gain.asset_id and held.party_id = gain.party_id and held.how <> 'co_own'
      and gain.how = 'co_own' and held.gained_on <= gain.gained_on
  )
  union all
  select losing.case_id, losing.role, loss.asset_id, loss.lost_on, loss.price, '_lost'
  from around as losing
  join disposals as loss on loss.party_id = losing.party_id
)
select
  moved.asset_id, moved.moved_on, moved.role, asset.value, moved.price,
  case when asset.asset_class in ('real_estate', 'vehicle') then asset.asset_class else 'other' end || moved.side as kind,
  moved.price / asset.value as paid_per_value, moved.moved_on - last_loss.lost_on as days_from_loss,
  moved.moved_on - this_case.served as days_from_service,
  moved.moved_on - this_case.filed as days_from_filing,
  moved.moved_on - this_case.suit_filed as days_from_suit
from moved
join this_case on this_case.case_id = moved.case_id
left join last_loss on last_loss.case_id = moved.case_id
join assets as asset on asset.asset_id = moved.asset_id
