/*
label:     {zh: 执行依据未经审判, en: A title without a trial}
targets:   [sham_litigation]
typology:  S8
direction: either
measures:  [max(award), max(deed), max(order_to_pay), min(days)]
reason:
  zh: "执行依据为仲裁裁决、公证债权文书或支付令[，自受理至作出 {min_days} 天]"
  en: "the title is an award, a notarised deed or an order to pay[, made within {min_days} days]"
absent:    {zh: 执行依据为法院裁判或调解书, en: the title is a judgment or a mediation in court}
innocent:
  zh: 属银行公证贷款、劳动仲裁等常见情形，债权真实
  en: "a notarised bank loan or labour award, as is usual, of a real debt"
verify:
  zh: 调取仲裁、公证卷，核对选定仲裁员与债权真实性
  en: "read the arbitration or notary's file; who chose the arbitrator; is the debt real"
law: "虚假诉讼刑事解释第1条：以捏造事实作出的仲裁裁决、公证债权文书申请执行 [L]"
*/
select
  suit.suit_id, suit.filed_date, suit.ended_date, suit.case_kind, suit.ended_date - suit.filed_date as days,
  suit.case_kind = 'arbitration' as award, suit.case_kind = 'notarised_debt' as deed,
  suit.case_kind = 'payment_order' as order_to_pay
from basis_suit as suit
where suit.case_kind <> 'suit'
