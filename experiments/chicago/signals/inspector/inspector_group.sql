/*
label:    {zh: 检查员分组, en: Group of the inspector}
targets:  [critical_by_inspector]
typology: context
direction: either
measures: [max(step)]
reason:   {zh: "检查员属第 {max_step} 组", en: "the inspector is of group {max_step} of 6"}
absent:   {zh: 检查员不明, en: inspector unknown}
*/
select case this_case.inspector_group
         when 'brown' then 1 when 'yellow' then 2 when 'green' then 3
         when 'orange' then 4 when 'blue' then 5 when 'purple' then 6
       end as step
from this_case
