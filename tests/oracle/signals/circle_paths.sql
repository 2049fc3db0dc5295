/*
label:    {zh: "DISTINCT, and a view over views, without a day", en: "DISTINCT, and a view over views, without a day"}
targets:  [concealed_assets]
typology: context
measures: [count, distinct(path), distinct(party_id)]
reason:   {zh: 有, en: some}
*/
select distinct kin.party_id, kin.path from circle as kin
