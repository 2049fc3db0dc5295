/*
label:    {zh: 因有履行能力等被纳入失信, en: Listed as dishonest for conduct}
targets:  [concealed_assets]
typology: [A1, A16]
at:       published_date
measures: [count, share(able), share(evading)]
windows:  [all, since filed]
reason:
  zh: "{window}，被执行人被纳入失信名单 {rows} 次[，其中认定有履行能力占 {share_able}][，规避执行占 {share_evading}]"
  en: "{window}, listed as dishonest {rows} times[, {share_able} for being able to pay][, {share_evading} for
    evasion]"
innocent:
  zh: 仅因未按时报告财产而列入；列入事由套用格式
  en: "listed only for a late report; a ground filled in by rote"
verify:
  zh: 查列入决定所依据的事实与证据
  en: "which facts the decision rests on"
law: "失信名单规定第1条 [L]"
*/
select
  listing.measure_id, listing.published_date, listing.ground, listing.case_id as listing_case_id,
  listing.ground like '%有履行能力%' as able,
  listing.ground like '%规避%' or listing.ground like '%转移%' or listing.ground like '%隐匿%' as evading
from debtors as debtor
join credit_measures as listing on listing.party_id = debtor.party_id and listing.kind = 'dishonest_list'
