"""The status strip: what was done with a case before, in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from tests.support.explanation import made_up_explanation
from zbrisk.contract import load_contract
from zbrisk.pages import render_page
from zbrisk.pages.headline import headline
from zbrisk.pages.risk_view import chief_reasons
from zbrisk.pages.standing import news_words, status_lines
from zbrisk.selection import Restoration, Review, Status
from zbrisk.selection.news import NewFact
from zbrisk.selection.status import LISTS, RESTORATIONS, REVIEWS

CONTRACT = load_contract()
EVERYTHING = frozenset({REVIEWS, LISTS, RESTORATIONS})
Day = dt.date


def lines(status: Status) -> dict[str, str]:
    return dict(status_lines(replace(made_up_explanation(), status=status), CONTRACT))


def test_nothing_done_differs_from_nothing_known() -> None:
    assert lines(Status(told_by=EVERYTHING)) == {"复核": "无", "恢复执行": "无", "名单": "无", "搁置": "无"}
    assert lines(Status()) == {"复核": "无数据", "名单": "无数据", "搁置": "无"}


def test_reviews_say_when_and_what() -> None:
    decided = Review(target="concealed_assets", decided=Day(2024, 10, 14), result="confirmed")
    going_on = Review(target="sham_litigation", opened=Day(2024, 11, 1))
    status = Status(reviews=(decided, going_on), told_by=EVERYTHING)
    assert lines(status)["复核"] == "隐匿财产：2024-10-14 查实；虚假诉讼：正在复核（2024-11-01 启动）"


def test_restorations_say_their_masked_number_and_what_was_paid() -> None:
    number = "（2023）浙0602执恢1号"
    ended = Restoration(
        case_no=f"{number}（王建国）",
        filed=Day(2023, 1, 2),
        closed=Day(2024, 1, 2),
        mode="performed",
        paid=12500.0,
    )
    going_on = Restoration(case_no="执恢2", filed=Day(2024, 3, 4))
    told = lines(Status(restorations=(ended, going_on), told_by=EVERYTHING))["恢复执行"]
    assert (
        told
        == f"{number}… 2023-01-02 恢复，2024-01-02 结案（执行完毕），到位 1.25 万元；执恢2 2024-03-04 恢复，尚未结案"
    )


def test_lists_and_snoozes_say_their_days() -> None:
    day = {"concealed_assets": Day(2024, 5, 6)}
    told = lines(Status(listed=day, snoozed=day, told_by=EVERYTHING))
    assert (told["名单"], told["搁置"]) == ("隐匿财产：2024-05-06 列入复核名单", "隐匿财产：至 2024-05-06")


def test_new_facts_are_counted_by_table() -> None:
    facts = [{"table": "spending", "key": str(i), "known_at": f"2024-0{i}-01"} for i in (1, 2)]
    assert (
        news_words(facts, CONTRACT) == f"复核后新获知{CONTRACT.tables['spending'].label} 2 项（最近于 2024-02-01 获知）"
    )
    assert news_words([], CONTRACT) == ""


def reviewed(*facts: NewFact) -> str:
    """Page one of a case whose reasons rest on one row each, once it was reviewed."""
    explanation = made_up_explanation()
    first, *others = explanation.risks
    reasons = tuple(replace(each, rows=(("t", each.signal),)) for each in first.reasons)
    status = Status(
        reviews=(Review(target="concealed_assets", decided=Day(2024, 10, 14), result="confirmed"),), told_by=EVERYTHING
    )
    risk = replace(first, reasons=reasons, new_facts=facts)
    page = render_page(replace(explanation, risks=(risk, *others), status=status), CONTRACT)
    return page[page.index("<h2>为何列出") : page.index("<h2>先调这些")]


def test_a_case_that_was_reviewed_opens_with_what_is_new_since() -> None:
    *_, last = made_up_explanation().risks[0].top(5)
    why = reviewed(NewFact(table="t", key=last.signal, known_at=Day(2024, 11, 1)))
    assert "隐匿财产：2024-10-14 复核，结果为查实；其后新获知 1 项记录（最近于 2024-11-01 获知）" in why
    first = why[why.index("<li>") : why.index("</li>")]
    assert last.sentence.zh[:8] in first and "1.1" in first


def test_a_newer_fact_that_hardly_weighs_stays_in_its_place() -> None:
    explanation = made_up_explanation()
    risk = explanation.risks[0]
    strong, weak = risk.top(2)
    pair = (strong.having(rows=(("t", "old"),)), weak.having(rows=(("t", "new"),), contribution=0.1))
    news = (NewFact(table="t", key="new", known_at=Day(2024, 11, 1)),)
    assert chief_reasons(replace(risk, reasons=pair, new_facts=news))[0].signal == strong.signal
    heavy = (pair[0], pair[1].having(contribution=0.5 * strong.contribution))
    assert chief_reasons(replace(risk, reasons=heavy, new_facts=news))[0].signal == weak.signal


def test_what_came_in_after_a_restoration_is_not_unpaid() -> None:
    explanation = made_up_explanation()
    case = {**explanation.case, "claim_amount": 120_300.0, "realised_amount": 0.0}
    before = replace(explanation, case=case)
    assert headline(before, CONTRACT).amounts == "执行标的 12.03 万元，未执行 12.03 万元"
    paid = Status(restorations=(Restoration(case_no="(2024)执恢1号", paid=43_800.0),), told_by=EVERYTHING)
    assert headline(replace(before, status=paid), CONTRACT).amounts == "执行标的 12.03 万元，未执行 7.65 万元"


def test_without_news_it_says_that_there_are_none_and_keeps_the_order() -> None:
    why = reviewed()
    assert "所列各项均为当时已知的记录" in why
    assert made_up_explanation().risks[0].top(1)[0].sentence.zh[:12] in why[why.index("<li>") : why.index("</li>")]


def test_a_case_never_reviewed_says_nothing_of_reviews() -> None:
    page = render_page(made_up_explanation(), CONTRACT)
    assert "复核，结果为" not in page
