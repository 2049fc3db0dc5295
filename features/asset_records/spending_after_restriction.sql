/*
label:    {zh: 限制消费后的高消费, en: High spending after the consumption restriction}
targets:  [concealed_assets]
typology: [A17, A10]
at:       spent_date
measures: [distinct(spending_id), sum(amount) / claim_amount, share(passport), days_since_last]
windows:  [all, 12m, since closed]
reason:
  zh: "{window}，限制消费令发布后有 {rows} 次被禁止的消费[，其中用护照占 {share_passport}][，最近一次在 {last_day}]"
  en: "{window}, {rows} forbidden expenses after the restriction[, {share_passport} of them by passport][, last on
    {last_day}]"
innocent:
  zh: 单位或亲属付款；经法院批准的例外；同名或证件误匹配；限令前已预订
  en: "paid by an employer or kin; an exception that the court allowed; a namesake; booked before the order"
verify:
  zh: 核对证件号、付款账户及法院批准记录
  en: "compare the document number, the paying account and the court's permissions"
law: "限制高消费规定（2010 [L]；2015 修正增列 G 字头动车全部座位 [W]）"
*/
-- an expense under several orders is one expense
select distinct
  expense.spending_id, expense.party_id, expense.spent_date, expense.kind, expense.seat, expense.amount,
  expense.document = 'passport' as passport
from debtors as debtor
join credit_measures as measure on measure.party_id = debtor.party_id and measure.kind = 'restrict_consumption'
join spending as expense
  on expense.party_id = debtor.party_id and expense.spent_date > measure.published_date
  and expense.spent_date <= coalesce(measure.until_date, expense.spent_date)
  and expense.kind in ('flight', 'g_train', 'golf', 'property', 'school', 'insurance', 'tour')
