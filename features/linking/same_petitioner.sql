/*
label:    {zh: 同一信访人反映, en: The same petitioner}
tie:      petition
weight:   4
limit:    12
shows:    petitions.party_id
sentence: {zh: "反映本案的信访人{through}也反映过该案", en: "{through}, who petitioned about this case, petitioned about that one too"}
*/
select this_case.case_id, theirs.case_id as other_id, mine.party_id as through
from this_case
join petitions as mine on mine.case_id = this_case.case_id
join petitions as theirs on theirs.party_id = mine.party_id
where theirs.case_id is not null
