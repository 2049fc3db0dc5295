/*
rule: R-02
label: {zh: 报告财产令与执行通知同时发出, en: Report ordered together with the notice}
aspect: 4
severity: L
basis: 财产调查规定第3条（报告财产令应当与执行通知同时发出）
verified: true
in_force: {from: 2017-05-01}
codes: {enforcement_actions: [report_order, enforcement_notice]}
at: ordered_on
texts:
  fail: {zh: "执行通知 {noticed_on}，报告财产令 {ordered_on}，未同时发出", en: "notice on {noticed_on}, order only on {ordered_on}"}
  flag: {zh: "执行通知 {noticed_on}，报告财产令 {ordered_on}，相差数日", en: "notice on {noticed_on}, order some days later, on {ordered_on}"}
  pass: {zh: 报告财产令与执行通知同时或相差不超过三日, en: the order came with the notice or within three days}
verify: {zh: 核对两份文书的日期, en: compare the dates of both documents}
*/
select
  this_case.case_id, ordered.first_on as ordered_on, notice.first_on as noticed_on,
  case when ordered.first_on > notice.first_on + 10 then 'fail' when ordered.first_on > notice.first_on + 3 then 'flag'
    else 'pass' end as verdict
from this_case
join first_acts as ordered on ordered.case_id = this_case.case_id and ordered.action = 'report_order'
join first_acts as notice on notice.case_id = this_case.case_id and notice.action = 'enforcement_notice'
where this_case.case_kind = 'enforcement'
