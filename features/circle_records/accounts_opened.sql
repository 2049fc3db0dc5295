/*
label:    {zh: 开立账户, en: "Accounts opened"}
targets:  [concealed_assets]
typology: A18
direction: either
at:       opened_date
by:
  role:
    debtor: {zh: 被执行人, en: the debtor}
    spouse: {zh: 配偶或前配偶, en: a spouse or former spouse}
    kin: {zh: 其他亲属, en: other kin of the debtor}
  account_kind:
    bank: {zh: 银行账户, en: bank accounts}
    wallet: {zh: 网络支付账户, en: e-wallets}
measures: [count, nearest(days_from_service), max(days_from_filing), max(days_from_suit)]
reason:
  zh: "{role}开立{account_kind} {rows} 个[，最近一个在 {last_day}]"
  en: "{role}: {rows} {account_kind} opened[, the last on {last_day}]"
innocent:
  zh: "工资或社保发放所需；更换银行"
  en: "for a wage or pension; a change of bank"
verify:
  zh: "调取账户流水"
  en: "the statements of the account"
*/
select
  account.account_id, account.opened_date, account.account_kind, around.role,
  account.opened_date - this_case.served as days_from_service,
  account.opened_date - this_case.filed as days_from_filing,
  account.opened_date - this_case.suit_filed as days_from_suit
from around
join this_case on this_case.case_id = around.case_id
join accounts as account on account.holder_id = around.party_id
