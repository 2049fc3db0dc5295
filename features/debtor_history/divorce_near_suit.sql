/*
label:    {zh: 诉讼前后离婚, en: Divorce around the suit}
targets:  [concealed_assets]
typology: A2
at:       divorced_on
measures: [count, days_since_last]
windows:  [12m before suit_filed, suit_filed to filed, since filed]
reason:
  zh: "{window}，被执行人离婚 {rows} 次[，最近一次在 {last_day}]"
  en: "{window}, the debtor was divorced ({rows})[, last on {last_day}]"
innocent:
  zh: 离婚另有原因且财产分割相称：感情破裂、家庭暴力、债务本属个人
  en: "a divorce for other causes with a fair division: a marriage that broke, violence, debts of one alone"
verify:
  zh: 调取离婚协议，看财产与债务如何分割、离婚后是否同住
  en: "fetch the divorce agreement: who got the assets, who the debts; do they still live together"
law: "婚姻家庭编解释（二）第3条：综合财产分割整体、子女抚养、过错判断 [W]"
*/
select ex.debtor_id, ex.party_id as ex_id, ex.married_on, ex.divorced_on
from spouses as ex
join this_case on this_case.case_id = ex.case_id
where ex.divorced_on >= coalesce(this_case.suit_filed, this_case.filed) - 730
