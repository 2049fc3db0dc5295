/*
rule: R-04
label: {zh: 财产报告涵盖收到执行通知前一年, en: The report covers the year before the notice}
aspect: 3
severity: L
basis: 财产调查规定第6条（自收到执行通知之日前一年至提交书面财产报告之日的财产变动）
verified: true
in_force: {from: 2017-05-01}
codes: {enforcement_actions: [report_received]}
texts:
  flag: {zh: "{received_on} 的财产报告登记为未涵盖收到执行通知前一年的财产变动，也未补报", en: "the report of {received_on} is entered as leaving out changes of the year before the notice, and none made up for it"}
  pass: {zh: 财产报告涵盖前一年的财产变动, en: the report covers the year before}
  unknown: {zh: "{received_on} 收到财产报告，是否涵盖前一年须查阅报告表", en: "report received on {received_on}; nobody has entered whether it covers the year before"}
verify: {zh: 查阅财产报告表是否写明前一年内的转让、出租、抵押、放弃债权和大额支出, en: "read the report for transfers, leases, mortgages, waivers and big spending of the year before"}
*/
select
  this_case.case_id, max(report.action_date) as received_on,
  case when max(case when report.complete_flag then 1 else 0 end) = 1 then 'pass'
    when max(case when report.complete_flag is null then 1 else 0 end) = 1 then 'unknown' else 'flag' end as verdict
from this_case
join enforcement_actions as report
  on report.case_id = this_case.case_id and report.action = 'report_received'
where report.action_date <= this_case.closed
group by this_case.case_id
