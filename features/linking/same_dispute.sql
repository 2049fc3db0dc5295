/*
label:    {zh: 同一纠纷, en: The same dispute}
tie:      dispute
weight:   10
limit:    50
shows:    cases.case_id
sentence: {zh: "{part}", en: "belongs to the same dispute"}
*/
select this_case.case_id, suit.case_id as other_id, suit.case_id as through, '执行依据所在案件' as part
from this_case
join cases as suit on suit.case_id = this_case.basis_case_id
union
select this_case.case_id, restored.case_id, restored.case_id, '本案所恢复的案件'
from this_case
join cases as restored on restored.case_id = this_case.parent_case_id
union
select this_case.case_id, restoration.case_id, restoration.parent_case_id, '恢复执行案件'
from this_case
join cases as restoration on restoration.parent_case_id = this_case.case_id
union
select this_case.case_id, twin.case_id, twin.basis_case_id, '同一执行依据的案件'
from this_case
join cases as twin on twin.basis_case_id = this_case.basis_case_id
