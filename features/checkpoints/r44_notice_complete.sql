/*
rule: R-44
label: {zh: 公示与特别提示齐全, en: The notice discloses all that it must}
aspect: 9
severity: M
basis: 网拍规定第13条、第14条（执行依据、评估报告、占有使用、优先购买权、税费负担、已知瑕疵和权利负担）
verified: true
in_force: {from: 2017-01-01}
at: published_date
span: all
texts:
  fail: {zh: "{published_date} 的公告公示要素不全", en: "the notice of {published_date} leaves out something"}
  pass: {zh: 公示要素齐全, en: all is disclosed}
  unknown: {zh: "{published_date} 的公告是否齐全无记录", en: "nobody has entered whether the notice of {published_date} is complete"}
verify: {zh: 逐项核对网拍平台公示页, en: go through the platform's page}
*/
select
  this_case.case_id, lot.auction_id, lot.published_date,
  case when lot.complete_flag is null then 'unknown' when lot.complete_flag then 'pass' else 'fail' end as verdict
from this_case
join auctions as lot on lot.case_id = this_case.case_id
