/*
label: {zh: 被执行人持股变动, en: "A debtor's shareholdings, version by version, with the share held before"}
*/
select
  debtor.case_id, debtor.party_id as debtor_id, stake.company_id, stake.valid_from, stake.pct, stake.subscribed,
  stake.paid_in,
  stake.price, stake.change, stake.frozen_flag,
  lag(stake.pct) over (partition by debtor.party_id, stake.company_id order by stake.valid_from) as pct_before,
  lag(stake.subscribed) over (partition by debtor.party_id, stake.company_id order by stake.valid_from)
    as subscribed_before,
  lead(stake.valid_from) over (partition by debtor.party_id, stake.company_id order by stake.valid_from) as next_from
from debtors as debtor
join shareholdings as stake on stake.holder_id = debtor.party_id
