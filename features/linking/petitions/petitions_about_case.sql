/*
label:    {zh: 反映本案, en: About this case}
sentence: {zh: "反映的就是本案", en: "it speaks of this case"}
*/
select this_case.case_id, entry.petition_id
from this_case
join petitions as entry on entry.case_id = this_case.case_id
