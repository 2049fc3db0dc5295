/*
rule: R-52
label: {zh: 终本后两次以上查询无财产应删除失信信息, en: Deleted after two later queries that found nothing}
aspect: 10
severity: M
basis: 失信名单规定（2017年修正）第10条第(四)项
verified: false
in_force: {from: 2017-05-01}
span: since closed
optional: [petitions]
texts:
  fail: {zh: "终本后 {queries} 次查询均无财产，仍在失信名单（{published_on} 起）", en: "{queries} queries since the closing found nothing, and still on the list since {published_on}"}
  pass: {zh: 不符合删除条件，或已删除, en: "not due for deletion, or deleted"}
verify: {zh: 核实有无申请执行人提供的有效线索, en: did the applicant give a valid clue}
*/
with looked as (
  select later.case_id, count(*) as queries, sum(later.found) as found, sum(later.unclear) as unclear
  from later_queries as later
  group by later.case_id
)
select
  punishment.case_id, punishment.party_id, punishment.published_on, looked.queries,
  case when punishment.removed_date is not null then 'pass' when looked.found > 0 then 'pass'
    when looked.queries - looked.unclear < 2 then 'pass'
    when exists (
      select 1 from enforcement_actions as clue
      where clue.case_id = punishment.case_id and clue.action = 'clue_received' and clue.action_date > this_case.closed
    ) or exists (
      select 1 from petitions as complaint
      where complaint.case_id = punishment.case_id and complaint.category = 'hidden_assets'
        and complaint.received_date > this_case.closed
    ) then 'unknown' else 'fail' end as verdict
from punishments as punishment
join this_case on this_case.case_id = punishment.case_id
join looked on looked.case_id = punishment.case_id
where punishment.kind = 'dishonest_list'
