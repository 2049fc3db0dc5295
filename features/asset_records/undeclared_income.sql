/*
label:    {zh: 立案后仍有工资收入, en: Wages after the enforcement was filed}
targets:  [concealed_assets]
typology: A8
at:       month
measures: [distinct(month), mean(base), max(base), share(employed)]
windows:  [since filed, since closed, 12m]
reason:
  zh: "{window}，有社保、公积金或个税记录 {rows} 条[，涉及 {distinct_month} 个月][，平均基数 {mean_base}][，单位缴纳占 {share_employed}]"
  en: "{window}, {rows} records of social security, housing fund or wage tax[, in {distinct_month} months][, mean base
    {mean_base}][, {share_employed} of them by an employer]"
innocent:
  zh: 单位欠薪代缴；挂靠缴纳；灵活就业自缴最低基数；仅够基本生活
  en: "paid by an employer who owes the wage; self-paid at the lowest base; not more than one needs to live"
verify:
  zh: 向缴费单位核实工资发放，保留被执行人及所扶养家属必需生活费
  en: "ask the employer what is paid; leave what the debtor and dependants need to live"
law: "财产调查规定第8—10条：逾期、拒绝、虚假报告 [L]"
*/
select wage.party_id, wage.month, wage.kind, wage.base, wage.employer_id, wage.employer_id is not null as employed
from debtors as debtor
join this_case on this_case.case_id = debtor.case_id
join income_records as wage
  on wage.party_id = debtor.party_id and wage.kind in ('social_security', 'housing_fund', 'wage_tax')
  and wage.month >= this_case.filed
