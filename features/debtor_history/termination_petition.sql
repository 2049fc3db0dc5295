/*
label:    {zh: 对终本有异议的信访, en: Petitions against the termination}
targets:  [concealed_assets]
typology: A19
at:       received_date
measures: [count]
windows:  [all, since closed]
reason:
  zh: "{window}，收到对本案终本或拖延有异议的信访 {rows} 件"
  en: "{window}, {rows} petitions against the termination or the delay of this case"
innocent:
  zh: 对终本程序不了解；对法院工作的一般意见
  en: "a creditor who does not know what a termination means; a general complaint"
verify:
  zh: 核对终本约谈笔录与申请人签字
  en: "read the record of the talk before the termination and the applicant's signature"
*/
select complaint.petition_id, complaint.received_date, complaint.channel, complaint.category
from this_case
join petitions as complaint
  on complaint.case_id = this_case.case_id and complaint.category in ('unlawful_termination', 'delay')
