/*
label:    {zh: 申请人提供的财产线索, en: Clues that the creditor gave}
targets:  [concealed_assets]
typology: A19
at:       action_date
measures: [count, share(unchecked), days_since_last]
windows:  [all, since closed]
reason:
  zh: "{window}，收到财产线索 {rows} 条[，其中未见核查记录占 {share_unchecked}]"
  en: "{window}, {rows} clues to assets came in[, {share_unchecked} of them without a record of a check]"
innocent:
  zh: 线索笼统、重复，或已口头答复
  en: "vague or repeated clues, or answered by word of mouth"
verify:
  zh: 逐条核对线索内容与核查材料
  en: "read each clue and what was done about it"
law: "财产调查规定第2条：对线索应当及时核查 [L]"
*/
select
  clue.action_id, clue.action_date,
  not exists (
    select 1 from enforcement_actions as check_made
    where check_made.case_id = clue.case_id and check_made.action = 'clue_checked'
      and check_made.action_date >= clue.action_date
  ) as unchecked
from this_case
join enforcement_actions as clue on clue.case_id = this_case.case_id and clue.action = 'clue_received'
