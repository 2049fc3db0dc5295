/*
label:    {zh: "today(), and days still to come", en: "today(), and days still to come"}
targets:  [concealed_assets]
typology: context
at:       until_date
measures: [count, max(age), min(left_over), days_since_last]
windows:  [all, 90d]
reason:   {zh: 有, en: some}
*/
select seizure.until_date, today() - seizure.seized_on as age, seizure.until_date - today() as left_over
from seizures as seizure
where (seizure.until_date is null or seizure.until_date >= today() - 400) and seizure.seized_on + 30 < today()
