/*
label:    {zh: "rows told apart by two codes", en: "rows told apart by two codes"}
targets:  [concealed_assets]
typology: context
direction: either
at:       spent_date
by:
  role: {debtor: {zh: 被执行人, en: debtor}, applicant: {zh: 申请人, en: applicant}}
  kind: {flight: {zh: 航班, en: flights}, golf: {zh: 高尔夫, en: golf}}
measures: [count, sum(amount) / claim_amount, nearest(days_from_filing), distinct(seat), last(amount), mean(amount), days_since_last]
windows:  [all, 90d, since closed]
reason:   {zh: "{role} {kind}", en: "{role} {kind}"}
*/
select spent.spent_date, spent.kind, part.role, spent.amount, spent.seat, spent.spent_date - this_case.filed as days_from_filing
from this_case
join case_parties as part on part.case_id = this_case.case_id
join spending as spent on spent.party_id = part.party_id
