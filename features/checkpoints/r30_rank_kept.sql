/*
rule: R-30
label: {zh: 分配顺位, en: Ranks kept in the distribution}
aspect: 9
severity: H
basis: 民诉法解释第508条（先清偿优先受偿债权）
verified: true
in_force: {from: 2015-02-04}
at: planned_date
span: all
texts:
  fail: {zh: "本案“{rank}”部分 {claim} 仅分得 {planned}，同次拍卖普通债权已获分配", en: "this case's {rank} claim of {claim} got {planned}, while common claims of the same auction were paid"}
  flag: {zh: "本案“{rank}”部分 {claim} 分得 {planned}，普通债权已获分配；须核实优先权范围", en: "this case's {rank} claim of {claim} got {planned} and common claims were paid; look at what the priority covers"}
  pass: {zh: 未见普通债权先于优先债权受偿, en: no common claim came before one of rank}
verify: {zh: 调阅分配方案及异议, en: look at the plan and objections to it}
*/
select
  this_case.case_id, own.rank, own.claim, own.planned, own.planned_date,
  case when own.planned >= own.claim then 'pass' when own.claim is null or own.planned is null then 'unknown'
    when not exists (
      select 1 from distributions as other
      where other.auction_id = own.auction_id and other.rank = 'common' and other.planned > 0
    ) then 'pass'
    when own.rank in ('cost', 'wage') then 'fail' else 'flag' end as verdict
from this_case
join distributions as own on own.case_id = this_case.case_id
where own.rank <> 'common'
