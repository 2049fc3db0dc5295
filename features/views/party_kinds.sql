/*
label: {zh: 当事人类别, en: What kind of party each is}
evidence: false
*/
select party.party_id, party.party_kind
from parties as party
