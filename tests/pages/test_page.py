"""The page of one case: closed to the outside, masked, escaped, and complete."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import re
import shutil
import subprocess
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.pages.reading import facts_under, main_part, read_lanes, read_reasons
from tests.support.explanation import concealed, made_up_explanation, reason, row
from zbrisk.contract import load_contract
from zbrisk.contract.reading import parse_contract
from zbrisk.explaining.explanation import Explanation, TableFreshness, TimelineEvent
from zbrisk.explaining.reason import Reason
from zbrisk.pages import IndexItem, render_index, render_page

CONTRACT = load_contract()
ATTACK = "\"'><script>alert(1)</script><img src=http://x.example/a onerror=alert(1)>"


@pytest.fixture(scope="module")
def page() -> str:
    return render_page(made_up_explanation(), CONTRACT)


class Elements(HTMLParser):
    """Collects tags and attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def test_nothing_is_fetched_and_nothing_runs(page: str) -> None:
    elements = Elements(page).tags
    assert {tag for tag, _ in elements}.isdisjoint(
        {"script", "link", "img", "iframe", "object", "embed", "form", "base"}
    )
    names = {name for _, attributes in elements for name in attributes}
    assert names.isdisjoint({"src", "style", "srcset", "action"})
    assert all(str(attributes.get("href", "#")).startswith("#") for _, attributes in elements)
    assert not [name for name in names if name.startswith("on")]
    assert "url(" not in page and "@import" not in page


def test_the_content_policy_allows_just_the_one_style_sheet(page: str) -> None:
    policy = next(a["content"] for tag, a in Elements(page).tags if a.get("http-equiv") == "Content-Security-Policy")
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


@pytest.mark.parametrize(
    "secret",
    [
        *("王建国", "欧阳志强", "陈阿凤", "李秀英", "瑞鑫"),
        *("浙Q6SD87", "13812345678", "339682GB9442669300"),
    ],
)
def test_nobody_can_be_recognised(page: str, secret: str) -> None:
    assert secret not in page


@pytest.mark.parametrize(
    "said",
    [
        *("线索提示，需调查核实；不得作为采取措施的依据", "（2023）浙9682执1234号", "86.4 万元", "欧阳某"),
        *("本院同等分数的复核 22 件，查实 8 件；未经复核的案件每百件约 7 至 41 件", "很高"),
        *(
            "A13 查封车辆仍在使用",
            "高于 97% 的案件",
            "显示 8 / 共 11 项",
            "SI00006690",
            "EV00011544",
            "298,655.50",
        ),
        *("可能的合法解释", "核实建议", "使风险降低的事实", "（财产 A0009120）"),
        *("未提供", "判决后大额取现", "2026q3-1f3c9a", "TreeSHAP", "它不认定任何人有过错"),
    ],
)
def test_the_page_says_what_a_reviewer_needs(page: str, said: str) -> None:
    assert said in page


def test_at_most_five_reasons_are_shown_and_weak_ones_are_not(page: str) -> None:
    assert re.findall(r'<article class="reason" id="r([\d.]+)">', page) == ["1.1", "1.2", "1.3", "1.4", "1.5"]
    assert "未查询保险、公积金" not in page


def test_what_rests_on_the_same_rows_is_one_reason_with_its_sum_and_both_verifications() -> None:
    deed, rows = row("petitions", "petition_id", "PE1", dt.date(2024, 1, 1), category="other"), (("petitions", "PE1"),)
    given = reason("given", 2.0, "转移", "向关联人转移", typology=("A1",), evidence=(deed,), verify="调取档案")
    cheap = reason(
        "cheap", 0.5, "低价", "以不足半价处分", typology=("A2",), evidence=(deed,), verify="调取档案；核对评估"
    )
    risk = replace(concealed(), reasons=tuple(replace(r, rows=rows) for r in (given, cheap)))
    page = render_page(replace(made_up_explanation(), risks=(risk,)), CONTRACT)
    assert facts_under(page, "raising") == ["向关联人转移"]
    assert "▲ 对得分的影响 +2.50（合计；本项 +2.00）" in page
    assert '<span>以不足半价处分 <span class="figure">+0.50</span></span>' in page
    assert "<b>核实建议</b>：调取档案；核对评估。" in page
    assert (page.count("<b>A1 "), page.count("<b>A2 ")) == (1, 1)


def test_the_more_urgent_risk_comes_first() -> None:
    explanation = made_up_explanation()
    page = render_page(replace(explanation, risks=explanation.risks[::-1]), CONTRACT)
    assert page.index("<b>隐匿财产</b>") < page.index("虚假诉讼：较低，不列理由。")


def test_the_words_are_of_clues_not_of_guilt(page: str) -> None:
    for word in ("有罪", "罪犯", "违法者", "骗子", "老赖", "犯罪分子"):
        assert word not in page


def test_the_same_explanation_gives_the_same_bytes(page: str) -> None:
    assert render_page(made_up_explanation(), CONTRACT) == page


def attacked() -> Explanation:
    """An explanation in which every text that comes from tables is an attack."""
    rows = (row("petitions", "petition_id", ATTACK, dt.date(2024, 1, 1), text=ATTACK, category=ATTACK),)
    hostile = reason(
        "x", 1.0, ATTACK, ATTACK, typology=(ATTACK,), evidence=rows, innocent=ATTACK, verify=ATTACK, law=ATTACK
    )
    return replace(
        made_up_explanation(),
        case_id=ATTACK,
        case={"case_no": ATTACK, "cause": ATTACK},
        parties=({"party_id": ATTACK, "role": ATTACK, "name": ATTACK, "tie": ATTACK},),
        risks=(replace(concealed(), reasons=(hostile,)),),
        timeline=(TimelineEvent(day=dt.date(2024, 1, 1), label=ATTACK, signal="x"),),
        freshness=(TableFreshness(table=ATTACK, label=ATTACK, present=True, rows=1, newest=None),),
        unknown=(hostile,),
        model_version=ATTACK,
    )


def test_everything_from_the_tables_is_escaped() -> None:
    for text in (
        render_page(attacked(), CONTRACT),
        render_index([IndexItem(link="a.html", explanation=attacked())], CONTRACT),
    ):
        assert "<script" not in text
        assert "<img" not in text
        assert not [name for _, attributes in Elements(text).tags for name in attributes if name.startswith("on")]


def test_a_contract_of_ones_own_shows_its_raw_names() -> None:
    contract = parse_contract(
        {
            "label": "Kitchens & co",
            "cohort": {"table": "inspections", "key": "inspection_id"},
            "tables": {
                "inspections": {
                    "label": "Inspections",
                    "key": ["inspection_id"],
                    "columns": {"inspection_id": "id", "risk_level": "code(high|low)", "fee": "money"},
                }
            },
        }
    )
    evidence = (row("inspections", "inspection_id", "I0", dt.date(2024, 1, 1), risk_level="high"),)
    explanation = replace(
        made_up_explanation(),
        case_id="I1",
        case={"inspection_id": "I1", "risk_level": "high", "fee": 120000.0},
        parties=(),
        timeline=(),
        unknown=(),
        freshness=(),
        risks=(replace(concealed(), reasons=(reason("x", 1.0, "x", "x", evidence=evidence),)),),
    )
    page = render_page(explanation, contract)
    assert "risk_level" in page and "12 万元" in page and "时间线" not in page
    assert "Kitchens &amp; co · 线索核查单" in page and "终本" not in page
    assert (
        "Kitchens &amp; co" in (listed := render_index([IndexItem(link="a.html", explanation=explanation)], contract))
        and "终本" not in listed
    )


def test_a_list_links_to_its_pages_and_to_nothing_else() -> None:
    text = render_index(
        [
            IndexItem(link=link, explanation=made_up_explanation())
            for link in ("pages/C1 甲.html", "javascript:alert(1)")
        ],
        CONTRACT,
    )
    links = [attributes["href"] for tag, attributes in Elements(text).tags if tag == "a"]
    assert links == ["pages/C1%20%E7%94%B2.html", "javascript%3Aalert%281%29"]
    assert "共 2 项" in text and "王建国" not in text


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("chromium") is None, reason="no chromium on this machine")
def test_a_browser_shows_it_without_complaint(page: str, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(page, encoding="utf-8")
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr", "--v=0"]
    picture = tmp_path / "page.png"
    told = subprocess.run(
        [*command, f"--user-data-dir={tmp_path / 'profile'}", f"--screenshot={picture}", file.as_uri()],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert picture.stat().st_size > 10_000
    assert "CONSOLE" not in told.stderr


def test_a_raised_sham_risk_says_whom_it_suspects() -> None:
    explanation = made_up_explanation()
    (risk,) = (r for r in explanation.risks if r.target == "sham_litigation")
    told = replace(risk, level="较高", reasons=(reason("kin", 1.0, "亲属起诉", "原告系近亲属", typology=("S1",)),))
    concealing = [r for r in explanation.risks if r is not risk]
    page = render_page(replace(explanation, risks=(*concealing, told)), CONTRACT)
    assert page.count("需核实的一方（线索所指）：可能涉及双方：申请执行人") == 1
    calm = replace(told, level="中等")
    assert "需核实的一方（线索所指）" not in render_page(replace(explanation, risks=(*concealing, calm)), CONTRACT)


def test_a_fact_that_moved_the_score_the_other_way_stands_under_neither_heading() -> None:
    rows = (row("property_queries", "query_id", "Q1", dt.date(2024, 1, 1), result="found"),)
    found = reason("found", -0.4, "反馈", "本案查询反馈有财产 1 次", typology=("A19",), evidence=rows)
    given = reason("given", 2.0, "转移", "向关联人转移 1 项", typology=("A1",), evidence=rows)
    paid = replace(reason("paid", -0.2, "履行", "已履行 1 次", typology=("A1",), evidence=rows), direction="lowers")
    risk = replace(concealed(), reasons=(given, found, paid))
    page = render_page(replace(made_up_explanation(), risks=(risk,)), CONTRACT)
    assert facts_under(page, "raising") == ["向关联人转移 1 项"]
    assert facts_under(page, "lowering") == ["已履行 1 次"]
    assert facts_under(page, "other") == ["本案查询反馈有财产 1 次"]
    assert "−0.40" not in main_part(page)


def test_more_events_than_are_shown_are_said_to_be_more_everywhere() -> None:
    rows = tuple(row("petitions", "petition_id", f"PE{i}", dt.date(2024, 1, 1 + i)) for i in range(9))
    many = reason("many", 2.0, "信访", "收到信访 120 件", typology=("A1",), evidence=rows, total=120)
    days = tuple(TimelineEvent(day=dt.date(2024, 1, 1 + i), label="信访", signal="many") for i in range(9))
    risk = replace(concealed(), reasons=(many,))
    page = render_page(replace(made_up_explanation(), risks=(risk,), timeline=days), CONTRACT)
    (read,) = read_reasons(page)
    assert (read.number, read.total, read.shown, read.rows) == (120, 120, 8, 8)
    assert [(lane.shown, lane.total, lane.marks) for lane in read_lanes(page)] == [(9, 120, 9)]
    assert "显示 9 / 共 120 次" in page


def test_an_outsider_is_listed_only_where_a_row_on_the_page_names_him() -> None:
    shown = row("petitions", "petition_id", "PE1", dt.date(2024, 1, 1), party_id="P7777777")
    hidden = row("petitions", "petition_id", "PE2", dt.date(2024, 1, 1), party_id="P8888888")
    told = reason("told", 2.0, "信访", "收到信访 1 件", typology=("A1",), evidence=(shown,))
    weak = reason("weak", 0.001, "信访", "收到信访 2 件", typology=("A1",), evidence=(hidden,))
    risk = replace(concealed(), reasons=(told, weak))
    page = render_page(replace(made_up_explanation(), risks=(risk,)), CONTRACT)
    assert "P7777777" in page and "见理由 1.1" in page
    assert "P8888888" not in page and "见证据" not in page


def test_names_of_others_that_somebody_wrote_into_the_case_are_masked_everywhere_on_page_and_index() -> None:
    made_up = made_up_explanation()
    written = "（与李小明、王 大锤案外纠纷）"
    case = {**made_up.case, "cause": f"民间借贷{written}", "case_no": f"（2023）浙0602执1号{written}"}
    told = replace(made_up, case=case, other_names=("李小明", "王大锤"))
    for text in (render_page(told, CONTRACT), render_index([IndexItem(explanation=told, link="a.html")], CONTRACT)):
        assert "民间借贷（与李某、王某案外纠纷）" in text and "（2023）浙0602执1号…" in text
        assert not re.search(r"小明|大\s*锤", text)


def _page_of(*reasons: Reason, timeline: tuple[TimelineEvent, ...] = ()) -> str:
    risk = replace(concealed(), reasons=reasons)
    return render_page(replace(made_up_explanation(), risks=(risk,), timeline=timeline), CONTRACT)


def _why(page: str) -> str:
    return re.sub(r"<[^>]+>", "", page[page.index('id="why"') : page.index("先调这些")])


def test_whatever_number_page_one_names_it_says_what_it_is() -> None:
    rows = [row("petitions", "petition_id", f"PE{i}", dt.date(2024, 1, 1 + i)) for i in range(5)]
    many = [
        reason(
            f"r{i}", 2.0 - i / 10, f"事由{i}", f"发生 {i} 次", typology=("A1",), evidence=(rows[i],), verify=f"询问{i}"
        )
        for i in range(5)
    ]
    page = _page_of(*many)
    assert "另有：1.4事由3；1.5事由4。" in _why(page)
    assert set(re.findall(r'href="#r([\d.]+)"', page)) == set(
        re.findall(r'<article class="reason" id="r([\d.]+)">', page)
    )
    assert "另有" not in _why(_page_of(*many[:3]))


def test_the_days_of_a_sentence_stand_in_place_of_all_times() -> None:
    deed = row("petitions", "petition_id", "PE1", dt.date(2024, 1, 1))
    said = reason(
        "given", 2.0, "转移", "全部时期，向关联人转移 1 项", typology=("A1",), evidence=(deed,), verify="询问"
    )
    day = TimelineEvent(day=dt.date(2023, 5, 6), label="转移", signal="given")
    assert "1.12023-05-06：向关联人转移 1 项" in _why(_page_of(said, timeline=(day,)))
    assert "1.1全部时期，向关联人转移 1 项" in _why(_page_of(said))


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("被诉 4 件，标的合计 2 倍，最近一件立案于 2023-05-06", "被诉 4 件，标的合计 2 倍"),
        ("车辆取得，最近的 5 项（共 6 项），在 2023-05-06", "车辆取得，最近的 5 项（共 6 项）"),
        ("取得 1 项，最近一项在 2022-05-06", "取得 1 项，最近一项在 2022-05-06"),
    ],
)
def test_a_day_is_said_once(sentence: str, said: str) -> None:
    moved = reason("given", 2.0, "得失", sentence, typology=("A1",), verify="询问")
    day = TimelineEvent(day=dt.date(2023, 5, 6), label="得失", signal="given")
    why = _why(_page_of(moved, timeline=(day,)))
    assert why[why.index("1.1") :].startswith(f"1.12023-05-06：{said}") and f"{said}，" not in why


@pytest.mark.parametrize(("value", "amount"), [(0.5171, "4.59 万元"), (None, "约 4.6 万元")])
def test_an_amount_comes_before_its_multiple_of_the_claim(value: float | None, amount: str) -> None:
    moved = reason("given", 2.0, "得失", "转移 1 项，价值为执行标的的 0.52 倍", typology=("A1",), verify="询问")
    figure = replace(moved.features[0], name="given__sum_value_per_claim_amount__all", value=value)
    risk = replace(concealed(), reasons=(replace(moved, features=(figure,)),))
    explanation = replace(made_up_explanation(), risks=(risk,))
    page = render_page(replace(explanation, case={**explanation.case, "claim_amount": 88_800.0}), CONTRACT)
    assert f"价值 {amount}（执行标的的 0.52 倍）" in _why(page)
    unknown = render_page(replace(explanation, case={**explanation.case, "claim_amount": None}), CONTRACT)
    assert "价值为执行标的的 0.52 倍" in _why(unknown)


def test_assets_that_a_signal_does_not_tell_apart_are_named_by_their_rows() -> None:
    sold = row("asset_events", "event_id", "E9", dt.date(2021, 9, 30), asset_class="security", event="own_start")
    moved = reason("given", 2.0, "得失", "配偶：其他财产取得 1 项", typology=("A1",), evidence=(sold,), verify="询问")
    assert "配偶：证券取得 1 项" in _why(_page_of(moved))
    assert "配偶：其他财产取得 1 项" in _why(_page_of(replace(moved, evidence=())))


def test_a_sentence_about_a_suit_has_the_day_of_the_suit_and_one_about_the_case_itself_has_none() -> None:
    suit, itself = (
        row("cases", "case_id", case, None, filed_date=dt.date(2022, 3, 4))
        for case in ("S1", made_up_explanation().case_id)
    )
    quick = reason(
        "quick", 2.0, "快速调解", "原审自立案至调解结案仅 2 天", typology=("S1",), evidence=(suit,), verify="询问"
    )
    assert "1.12022-03-04：原审自立案至调解结案仅 2 天" in _why(_page_of(quick))
    assert "1.1原审自立案至调解结案仅 2 天" in _why(_page_of(replace(quick, evidence=(itself,))))


def test_two_events_of_one_day_are_one_line_and_an_amount_that_one_row_has_is_said_once() -> None:
    day = dt.date(2021, 2, 5)
    raised, other = (
        row("shareholdings", "holder_id", holder, day, subscribed=amount, valid_from=day)
        for holder, amount in (("P1", None), ("P2", 35_665_200.0))
    )
    said = reason("raised", 2.0, "增资", "增资 2 次", typology=("A3",), evidence=(raised, other), verify="询问")
    event = TimelineEvent(day=day, label="增资", signal="raised")
    page = _page_of(said, timeline=(event, event))
    events = page[page.index('<ol class="events">') :].split("</ol>")[0]
    assert events.count("3,566.52 万元") == 1 and "增资（2 次） 3,566.52 万元" in events
