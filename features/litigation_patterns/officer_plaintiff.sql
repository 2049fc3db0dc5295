/*
label:    {zh: 公司高管、股东起诉本公司, en: An officer or shareholder sues the company}
targets:  [sham_litigation]
typology: [S11, S3]
measures: [count, max(holds_stake)]
reason:
  zh: "债权一方在债务公司任职或持股 {rows} 项"
  en: "the creditor's side holds {rows} offices or stakes in the debtor company"
innocent:
  zh: 股东确实向公司提供借款；离职高管追索报酬
  en: "shareholders do lend to their company; a former officer claims pay"
verify:
  zh: 核对入账凭证、股东借款决议与公司账目
  en: "proof of payment, the resolution, the company's books"
law: "虚假诉讼刑事解释第1条第3项 [L]"
*/
select distinct
  claimant.party_id, office.to_id as company_id, office.role, office.tie = 'stake' as holds_stake
from claimants as claimant
join company_ties as office on office.from_id = claimant.party_id
join debtors as company on company.party_id = office.to_id and company.party_kind = 'company'
