/*
label: {zh: 终本时的被执行人, en: "Who was liable when the case was terminated: debtors and guarantors, added ones too, with what limits it; the duties of 373号 art. 1 are owed to those whose role is debtor"}
evidence: false
*/
select
  this_case.case_id, role.party_id, min(role.role) as role, max(party.party_kind) as party_kind, max(role.liability_cap) as liability_cap,
  max(party.birth_year) as birth_year, min(party.death_date) as died_on, min(party.deregistered_date) as deregistered_on
from this_case
join case_parties as role on role.case_id = this_case.case_id and role.role in ('debtor', 'guarantor')
left join parties as party on party.party_id = role.party_id
where coalesce(role.added_date, this_case.filed) <= this_case.closed
group by this_case.case_id, role.party_id
