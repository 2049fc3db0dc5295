/*
label:    {zh: 主张现金交付, en: A loan said to be paid in cash}
targets:  [sham_litigation]
typology: [S1, S2]
measures: [exists, sum(principal) / claim_amount, max(principal)]
reason:
  zh: "原审主张现金交付借款 {rows} 笔[，本金最高 {max_principal}]"
  en: "{rows} loans were said to be handed over in cash[, up to {max_principal}]"
innocent:
  zh: 出借人有对应的取现或现金收入；小额借款、农村及个体经营惯用现金
  en: "the lender drew or earned the cash; small loans, villages and small trade use cash"
verify:
  zh: 核对出借人取现记录、经济能力与交付细节
  en: "the lender's withdrawals, means, and the details of the handing over"
law: "民间借贷规定第18条（十种可疑情形） [L]"
*/
select suit.suit_id, suit.loan_date, suit.principal
from basis_suit as suit
where suit.cash_delivery_flag
