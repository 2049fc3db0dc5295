/*
rule: R-07
label: {zh: 通过网络查控系统查询每名被执行人, en: Every debtor queried through the control system}
aspect: 3
severity: H
basis: 财产调查规定第1条（应当通过网络执行查控系统进行调查）；法〔2016〕373号第1条第(三)项
verified: true
in_force: {from: 2017-05-01}
absence: [property_queries]
texts:
  fail: {zh: "有 {n} 名被执行人在本案执行中未被网络查询", en: "{n} debtors were never queried on line during this case"}
  pass: {zh: "{queried_on} 进行了网络查询", en: "queried on line on {queried_on}"}
verify: {zh: 调取网络查控系统查询记录, en: fetch the log of the control system}
*/
select
  liable.case_id, liable.party_id, max(query.query_date) as queried_on,
  case when max(query.query_date) is not null then 'pass'
    when min(liable.died_on) <= min(this_case.filed) or min(liable.deregistered_on) <= min(this_case.filed)
      then 'not_applicable'
    when max(liable.role) = 'guarantor' then 'not_applicable'
    else 'fail' end as verdict
from liable
join this_case on this_case.case_id = liable.case_id
left join property_queries as query
  on query.party_id = liable.party_id and query.case_id = liable.case_id and coalesce(query.channel, 'online') = 'online'
  and query.query_date >= this_case.filed and query.query_date <= this_case.closed
group by liable.case_id, liable.party_id
