"""What every page keeps to, looked at on a page that has everything, and (slowly) on pages of a world."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import pytest

from tests.pages.reading import keeps_the_rules, text
from tests.support.explanation import made_up_explanation, reason, row
from zbrisk.contract import load_contract
from zbrisk.explaining.explanation import Explanation
from zbrisk.explaining.surroundings import Holding, Near, Query, Seizure, Surroundings
from zbrisk.pages import Beside, render_page
from zbrisk.pages.beside import Finding, LinkedCase, SeriesMark

CONTRACT = load_contract()
DEBTOR, MOTHER = "P0022911", "P0003332"
Day = dt.date


def asked(asset_class: str, day: dt.date, channel: str, result: str, amount: float | None = None) -> Query:
    return Query(party_id=DEBTOR, asset_class=asset_class, day=day, channel=channel, result=result, amount=amount)


def holding(holder: str, asset_class: str, value: float, since: dt.date) -> Holding:
    return Holding(
        holder_id=holder, asset_id=asset_class, asset_class=asset_class, value=value, since=since, until=None
    )


def everything() -> Explanation:
    """The made-up case with queries, assets, people near and money."""
    paid = [
        row("transactions", "txn_id", f"T{n}", Day(2024, 1, n), account_id="K1", ts=dt.datetime(2024, 1, n, 9),
            direction="out", amount=10_000.0 * n, counterparty_id=MOTHER, memo="往来")
        for n in (1, 2)
    ]  # fmt: skip
    flow = reason(
        "flow", 3.0, "付款", "向关联人付款 2 笔", typology=("A5",), evidence=tuple(paid), verify="核对银行流水"
    )
    explanation = made_up_explanation()
    first, *others = explanation.risks
    around = Surroundings(
        queries=(
            asked("deposit", Day(2023, 7, 1), "online", "none"),
            asked("vehicle", Day(2023, 7, 1), "online", "failed"),
            asked("deposit", Day(2024, 7, 1), "bank", "found", 700.0),
        ),
        holdings=(
            holding(DEBTOR, "insurance", 90_000.0, Day(2019, 1, 1)),
            holding(MOTHER, "real_estate", 853_300.0, Day(2023, 6, 17)),
        ),
        circle=(
            Near(party_id=MOTHER, debtor_id=DEBTOR, path="被执行人→父母子女", confidence=0.8),
            Near(party_id="P9", debtor_id=DEBTOR, path="被执行人→姻亲", confidence=1.0),
        ),
        seizures=(Seizure(asset_id="A1", asset_class="vehicle", since=Day(2024, 1, 12), until=Day(2026, 12, 1)),),
        accounts={"K1": DEBTOR},
    )  # fmt: skip
    return replace(
        explanation,
        risks=(replace(first, reasons=(flow, *first.reasons)), *others),
        surroundings=around,
    )


BESIDE = Beside(
    findings=(
        Finding(rule="R-18", words="与规定不符（待核）", sentence="查封到期未续", grave=True),
        Finding(rule="R-03", words="待核", sentence="报告未核实", grave=False),
    ),
    linked=(LinkedCase(number="（2022）浙9682执77号", state="未结", ties="同一被执行人"),),
    linked_in_all=4,
    series=SeriesMark(cases=8, page="series-001.html"),
)


@pytest.fixture(scope="module")
def page() -> str:
    return render_page(everything(), CONTRACT, BESIDE)


def test_page_one_says_why_what_to_fetch_and_what_ends_the_matter(page: str) -> None:
    order = ["为何列出", "先调这些", "何种情形即可排除", "应查未查", "谁持有什么", "钱的去向", "时间线"]
    order += ["使风险降低的事实", "终本与惩戒是否合规", "关联案件", "尚不清楚的事项", "核查结果", "附录"]
    places = [page.index(f"<h2>{heading}") if f"<h2>{heading}" in page else page.index(heading) for heading in order]
    assert places == sorted(places)
    why = page[page.index('<ol class="raised">') : page.index("</ol>", page.index('<ol class="raised">'))]
    assert why.count("<li>") == 3 and "2023-06-17：" in page
    fetched = page[page.index('<table class="fetch">') : page.index("</table>", page.index('<table class="fetch">'))]
    marks = re.findall(r"可(证实或排除|核实)", fetched)
    assert 1 <= len(marks) <= 5 and marks[0] == "证实或排除"
    assert marks == sorted(marks, key=("证实或排除", "核实").index)


def test_a_reason_that_stands_for_both_risks_is_one_sentence() -> None:
    let = row("asset_events", "event_id", "E77", Day(2024, 1, 1), event="lease", event_date=Day(2024, 1, 1))
    lease = reason("lease", 3.0, "长租", "长租一份", typology=("S4",), verify="查租金支付", evidence=(let,))
    explanation = made_up_explanation()
    risks = tuple(replace(each, level="较高", reasons=(lease, *each.reasons)) for each in explanation.risks)
    shown = render_page(replace(explanation, risks=risks), CONTRACT)
    why = shown[shown.index('<ol class="raised">') : shown.index("</ol>")]
    assert why.count("长租一份") == 1
    (item,) = [each for each in why.split("<li>") if "长租一份" in each]
    assert re.findall(r"#r([\d.]+)", item) == ["1.1", "2.1"]
    assert shown.count("查租金支付</td>") == 1


def test_each_reason_leads_to_its_rows_and_back(page: str) -> None:
    anchors = set(re.findall(r'id="([\w.]+)"', page))
    links = set(re.findall(r'href="#([\w.]+)"', page))
    assert links <= anchors and {"r1.1", "why", "appendix"} <= links


def test_the_query_map_shows_what_was_not_asked(page: str) -> None:
    fields = re.findall(r'<g class="asked (\w+)( known)?"', page)
    assert len(fields) == 15 and fields.count(("never", " known")) == 1
    shown = page[page.index("<h2>应查未查") : page.index("<h2>谁持有什么")]
    assert [text(cell) for cell in re.findall(r"<td>(.*?)</td>", shown)][:4] == ["保险", "从未", "—", "1 项，9 万元"]
    assert "查有 700 元" in shown and "查询失败" in shown


def test_the_query_map_says_of_whom_what_was_never_asked(page: str) -> None:
    assert "被执行人甲从未被查询网络资金、" in text(page)
    explanation = everything()
    another = {"party_id": "P77", "role": "debtor", "name": "钱某某", "party_kind": "person"}
    two = render_page(replace(explanation, parties=(*explanation.parties, another)), CONTRACT)
    assert "被执行人乙从未被查询；被执行人甲从未被查询网络资金、" in text(two)


def test_an_unsure_tie_is_dashed_and_who_holds_nothing_is_counted(page: str) -> None:
    drawn = page[page.index("<h2>谁持有什么") : page.index("<h2>钱的去向")]
    assert drawn.count("unsure") == 1 and "0.80" in drawn
    assert "另有 1 名关联人" in drawn and "不动产 85.33 万元（2023-06-17 起）" in drawn


def test_money_is_summed_by_pair_and_listed_by_day(page: str) -> None:
    drawn = page[page.index("<h2>钱的去向") : page.index("<h2>时间线")]
    assert drawn.count('class="flow"') == 1 and "3 万元（2 笔）" in drawn
    assert re.findall(r"<td>(2024-01-\d\d)</td>", drawn) == ["2024-01-01", "2024-01-02"]


def test_clocks_run(page: str) -> None:
    for said in ("车辆查封 2026-12-01 到期（余 9 天）", "终本已 565 天", "至 2028-06-17"):
        assert said in page
    assert "下次应在 2025-11-06 前（已逾期 381 天），五年期至 2030-05-06" in page


def test_grave_findings_are_said_and_others_counted(page: str) -> None:
    assert "R-18" in page and "R-03" not in page and "其余待核 1 项" in page
    assert "共 4 件，列出关联最强的 1 件" in page and 'href="series-001.html"' in page
    assert "合规检查" in render_page(everything(), CONTRACT)


def test_evidence_has_four_to_six_columns_and_one_line_a_row(page: str) -> None:
    for table in re.findall(r'<table class="evidence">.*?</table>', page, re.DOTALL):
        headings = re.findall(r"<th [^>]*>(.*?)</th>", table)
        assert 4 <= len(headings) <= 6, headings
        places = [["日期", "谁", "对谁", "什么", "金额（元）", "出处", "获知"].index(each) for each in headings]
        assert places == sorted(places)
        assert all(len(text(cell)) <= 32 for cell in re.findall(r'<td class="text">(.*?)</td>', table))


def test_the_main_part_has_few_ids_and_no_table_s_name(page: str) -> None:
    keeps_the_rules(page)


def test_a_target_at_the_lowest_level_takes_one_line(page: str) -> None:
    assert page.count('<p class="target level0">虚假诉讼：较低，不列理由。</p>') == 1
    assert "虚假诉讼：从平均水平" not in page and "虚假诉讼：▽" not in page


def test_the_form_asks_for_what_an_outcome_is_made_of(page: str) -> None:
    form = page[page.index("<h2>核查结果") : page.index('<div class="appendix"')]
    for said in ("启动日期", "办结日期", "查得金额", "☐ 影响程序", "☐ 可能涉及双方"):
        assert said in form
    assert "结果编号" not in form and "入选概率" not in form
