/*
label:     {zh: 仅有养老金收入, en: No income but a pension}
targets:   [concealed_assets]
typology:  A8
direction: lowers
at:        month
measures:  [distinct(month), mean(base)]
windows:   [12m]
reason:
  zh: "{window}，除养老金外无其他收入记录，养老金 {rows} 个月[，月均 {mean_base}]"
  en: "{window}, no income but a pension, {rows} months of it[ at {mean_base}]"
absent:   {zh: 无仅靠养老金生活的记录, en: no record of living on a pension alone}
innocent: {zh: 退休人员基本生活来源, en: what a retired person lives on}
verify:
  zh: 核实养老金扣除必需生活费后是否有余
  en: is anything left of the pension after the cost of living
*/
select pension.party_id, pension.month, pension.base
from debtors as debtor
join income_records as pension
  on pension.party_id = debtor.party_id and pension.kind = 'pension' and pension.month >= today() - 366
where not exists (
  select 1 from income_records as wage
  where wage.party_id = debtor.party_id and wage.kind <> 'pension' and wage.month >= today() - 366
)
