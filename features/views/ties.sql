/*
label: {zh: 全部关系（双向）, en: "All ties between persons and companies, each in both directions"}
partial: true
*/
select person_tie.from_id, person_tie.to_id, person_tie.tie, person_tie.role, person_tie.since, person_tie.until
from person_ties as person_tie
union all
select
  company_tie.from_id, company_tie.to_id, company_tie.tie, company_tie.role, company_tie.since, company_tie.until
from company_ties as company_tie
