/*
label:    {zh: 同一承办人同期终本, en: The same judge ended it in the same weeks}
tie:      judge
weight:   1
limit:    40
shows:    cases.judge_id
sentence: {zh: "同一承办人在前后 30 日内也终结了该案本次执行程序", en: "the same judge ended it in this way within 30 days"}
*/
select this_case.case_id, theirs.case_id as other_id, this_case.judge_id as through
from this_case
join cases as theirs
  on theirs.judge_id = this_case.judge_id and theirs.close_mode = 'terminated_round'
  and abs(theirs.closed_date - this_case.closed) <= 30
