/*
rule: R-04
label: {zh: 财产报告涵盖收到执行通知前一年, en: The report covers the year before the notice}
aspect: 3
severity: L
basis: 财产调查规定第6条
verified: true
in_force: {from: 2017-05-01}
codes: {enforcement_actions: [report_received]}
needs: {zh: 财产报告表全文（前一年内的转移、抵押、放弃债权、大额支出）, en: "the text of the report: transfers, mortgages, waivers and big spending of the year before"}
texts:
  unknown: {zh: "{received_on} 收到财产报告，内容须查阅报告表", en: "report received on {received_on}; its contents are on paper only"}
verify: {zh: 查阅财产报告表是否写明前一年内的财产变动, en: read the report for changes of the year before}
*/
select this_case.case_id, report.first_on as received_on, 'unknown' as verdict
from this_case
join first_acts as report on report.case_id = this_case.case_id and report.action = 'report_received'
