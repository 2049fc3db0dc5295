/*
rule: R-50
label: {zh: 未成年人不得列入失信、限制消费, en: No minor is punished}
aspect: 10
severity: H
basis: 失信名单规定（2017年修正）第4条
verified: false
in_force: {from: 2017-05-01}
at: published_on
span: all
texts:
  fail: {zh: "被执行人 {birth_year} 年出生，{published_on} 被惩戒时未成年", en: "born in {birth_year}, and so a minor when punished on {published_on}"}
  pass: {zh: 被惩戒人已成年, en: of age}
verify: {zh: 核对身份信息, en: check the identity}
*/
select
  punishment.case_id, punishment.party_id, party.birth_year, punishment.published_on,
  case when party.birth_year is null or listing.year is null then 'unknown'
    when listing.year - party.birth_year < 18 then 'fail' when listing.year - party.birth_year = 18 then 'unknown'
    else 'pass' end as verdict
from punishments as punishment
join parties as party on party.party_id = punishment.party_id and party.party_kind = 'person'
left join calendar as listing on listing.day = punishment.published_on
