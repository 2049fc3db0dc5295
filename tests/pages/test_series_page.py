"""The page of a series says what its cases have in common as something to verify, and what to fetch for all of them."""

from __future__ import annotations

from dataclasses import replace

from tests.support.explanation import concealed, made_up_explanation, reason
from zbrisk.contract import load_contract
from zbrisk.explaining.explanation import Explanation
from zbrisk.explaining.reason import Reason
from zbrisk.pages.series_page import render_series

CONTRACT = load_contract()
BANK = "核对银行流水"


def case(number: str, *reasons: Reason) -> Explanation:
    explanation = made_up_explanation()
    own = replace(concealed(), reasons=reasons, level="很高")
    return replace(explanation, case_id=number, case={**explanation.case, "case_no": number}, risks=(own,))


def said(signal: str, typology: str, verify: str, innocent: str) -> Reason:
    return reason(signal, 2.0, signal, f"{signal}一项", typology=(typology,), verify=verify, innocent=innocent)


def series() -> str:
    given = said("转移", "A2", BANK, "正常分割")
    odd = case("（2023）甲1号", said("收入", "A8", "向缴费单位核实工资", "仅够生活"))
    alike = [case(f"（2023）乙{n}号", given) for n in (2, 3)]
    return render_series([(f"{n}.html", each) for n, each in enumerate((odd, *alike), 1)], CONTRACT)


def test_what_to_fetch_is_said_once_for_all_cases_that_need_it() -> None:
    page = series()
    fetched = page[page.index('<table class="fetch">') : page.index("</table>")]
    assert fetched.count(BANK) == 1 and "可证实或排除 2、3" in fetched and "可证实或排除 1<" in fetched
    assert "第 2、3 件，若查明：正常分割" in page


def test_common_traces_are_no_findings_and_the_examples_are_of_them() -> None:
    page = series()
    assert "均属疑似，待核实" in page
    examples = page[page.index("<h2>举例") :]
    assert "乙2号" in examples and "乙3号" in examples and "甲1号" not in examples
