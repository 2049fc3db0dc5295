/*
label:    {zh: 原告系被执行人关联人, en: The plaintiff is near the debtor}
targets:  [sham_litigation]
typology: [S1, S11]
measures: [count, min(steps), max(kin)]
reason:
  zh: "债权一方与被执行人有 {rows} 组关联，最近 {min_steps} 步"
  en: "{rows} ties between the creditor's side and the debtor, the nearest at {min_steps} steps"
innocent:
  zh: 亲友间真实借款，款项确已交付
  en: "a real loan among family and friends that was paid out"
verify:
  zh: 核对款项交付、用途与其他债权人是否受损
  en: "was the money handed over, what for, and do other creditors lose by it"
law: "虚假诉讼刑事解释第1条；民间借贷规定第18条 [L]"
*/
select
  near.party_id, near.debtor_id, near.path, near.steps,
  near.tie in ('spouse', 'ex_spouse', 'parent_child', 'sibling', 'in_law', 'cohabit') as kin
from claimants as claimant
join circle as near on near.party_id = claimant.party_id
