/*
label:    {zh: "facts of the case itself", en: "facts of the case itself"}
targets:  [concealed_assets]
typology: context
measures: [max(claim_amount), max(from_suit), distinct(court_code), share(open)]
reason:   {zh: 有, en: some}
*/
select this_case.claim_amount, this_case.filed - this_case.suit_filed as from_suit, this_case.court_code, this_case.closed is null as open
from this_case
