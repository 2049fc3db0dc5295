/*
rule: R-07
label: {zh: 隐匿财产、账簿的已搜查, en: "Where property or books were hidden, a search was made"}
aspect: 3
severity: H
basis: 财产调查规定第14条、第18条（隐匿财产、会计账簿、审计资料拒不交出的，可以依法搜查）
verified: true
in_force: {from: 2017-05-01}
codes: {enforcement_actions: [search]}
texts:
  flag: {zh: "{hidden_on} 的{action}记载“{result}”，终本前未见搜查", en: "the record of {hidden_on} ({action}) reads “{result}”, and no search followed before the closing"}
  pass: {zh: 隐匿财产、账簿的已搜查, en: a search was made}
verify: {zh: 调阅处罚决定、审计情况及搜查令, en: "look for the decision, what became of the audit, and the order to search"}
*/
select
  this_case.case_id, hidden.action, hidden.action_date as hidden_on, hidden.result,
  case when sought.last_on >= hidden.action_date then 'pass' else 'flag' end as verdict
from this_case
join enforcement_actions as hidden
  on hidden.case_id = this_case.case_id
  and (hidden.result like '%隐匿%' or hidden.result like '%拒不交出%' or hidden.result like '%拒不提供%')
left join first_acts as sought on sought.case_id = this_case.case_id and sought.action = 'search'
where hidden.action_date <= this_case.closed
