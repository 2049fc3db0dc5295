/*
label:    {zh: 借款到账后回流, en: The loan flowed back}
targets:  [sham_litigation]
typology: [S1, S2]
at:       ts
measures: [count, sum(returned) / sum(lent)]
evidence: returned
reason:
  zh: "{rows} 笔出借款到账后三十天内有款项回流出借一方，回流占全部出借款的 {sum_returned_per_sum_lent}"
  en: "money flowed back to the lender's side within thirty days of {rows} payments of the loan,
    {sum_returned_per_sum_lent} of all that was lent"
innocent:
  zh: 正常还款；双方另有交易往来
  en: "an ordinary repayment; other dealings between the two"
verify:
  zh: 穿透资金路径，核对还款是否抵扣
  en: "follow the money; was the repayment credited"
law: "民间借贷规定第18条（十种可疑情形） [L]"
*/
select
  loan.txn_id, loan.ts, loan.amount as lent, loan.counterparty_id,
  coalesce((
    select sum(back.amount) from transactions as back
    where back.account_id = loan.account_id and back.counterparty_id = loan.counterparty_id and back.direction = 'out'
      and back.ts > loan.ts and day(back.ts) <= day(loan.ts) + 30
  ), 0) as returned
from debtors as debtor
join accounts as account on account.holder_id = debtor.party_id
join transactions as loan on loan.account_id = account.account_id and loan.direction = 'in'
join claimants as lender on lender.party_id = loan.counterparty_id
