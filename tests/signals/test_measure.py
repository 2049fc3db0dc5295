from __future__ import annotations

from typing import Any

import pytest

from zbrisk.signals.measure import Measure, parse_measures
from zbrisk.signals.window import ALL, Window

YEAR = Window.parse("1y")
WINDOWS = (YEAR, ALL)


def one(entry: Any) -> Measure:
    (measure,) = parse_measures([entry], WINDOWS)
    return measure


@pytest.mark.parametrize(
    ("text", "name", "zh", "en"),
    [
        ("count", "count", "次数", "count"),
        ("exists", "exists", "是否存在", "any"),
        ("distinct(place)", "distinct_place", "不同地点数", "distinct place"),
        ("sum( price )", "sum_price", "价格合计", "sum of price"),
        ("max(price)", "max_price", "最大价格", "largest price"),
        ("min(price)", "min_price", "最小价格", "smallest price"),
        ("mean(price)", "mean_price", "平均价格", "mean price"),
        ("share(cash_flag)", "share_cash_flag", "cash_flag占比", "share of cash flag"),
        ("first(price)", "first_price", "最早的价格", "first price"),
        ("last(price)", "last_price", "最近的价格", "last price"),
        ("days_since_last", "days_since_last", "距最近一次天数", "days since the last"),
        ("days_since_first", "days_since_first", "距最早一次天数", "days since the first"),
        (
            "sum(price) / claim_amount",
            "sum_price_per_claim_amount",
            "价格合计 / 执行标的",
            "sum of price / claim amount",
        ),
        ("sum(paid)/sum(due)", "sum_paid_per_sum_due", "履行金额合计 / 已届期限合计", "sum of paid / sum of due"),
        ("sum(price) / count", "sum_price_per_count", "价格合计 / 次数", "sum of price / count"),
    ],
)
def test_names_and_labels(text: str, name: str, zh: str, en: str) -> None:
    measure = one(text)
    assert measure.name == name
    assert measure.label("zh") == zh
    assert measure.label("en") == en


def test_what_a_measure_is_divided_by() -> None:
    by_column, by_measure = one("sum(price) / claim_amount"), one("sum(price) / count")
    assert (by_column.per_column, by_column.per_measure) == ("claim_amount", None)
    assert by_measure.per_column is None
    assert by_measure.per_measure == Measure(kind="count", column=None, windows=WINDOWS)


def test_days_since_first_and_last_are_taken_once() -> None:
    for text in ("days_since_last", "days_since_first", "first(price)", "last(price)"):
        assert one(text).windows == (ALL,)
        assert one({text: ["1y"]}).windows == (YEAR,)
    assert one("count").windows == WINDOWS
    assert one({"count": "1y"}).windows == (YEAR,)


def test_the_smallest_of_several_parties_is_telling_for_days_and_minima() -> None:
    assert [
        one(t).smallest for t in ("days_since_last", "days_since_first", "min(x)", "max(x)", "count", "first(x)")
    ] == [
        True,
        True,
        True,
        False,
        False,
        False,
    ]


@pytest.mark.parametrize("entries", [None, [], "count", {"count": ["all"]}])
def test_measures_are_a_list(entries: Any) -> None:
    with pytest.raises(ValueError, match="`measures` is a list of at least one measure"):
        parse_measures(entries, WINDOWS)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "sum",
            "count(place)",
            "median(price)",
            "sum(a, b)",
            "sum(a.b)",
            "sum()",
            "",
            "exists(x)",
            "sum(price) / median(price)",
        ),
        "sum(price) / a / b",
        "sum(price) /",
        "count * 2",
        "/ claim_amount",
        7,
    ],
)
def test_what_is_no_measure_is_refused_with_what_there_is(text: Any) -> None:
    with pytest.raises(ValueError, match=r"is not known\. Use count, exists, .*distinct\(column\)"):
        one(text)


def test_own_windows_are_one_entry() -> None:
    with pytest.raises(ValueError, match="one entry"):
        one({"count": ["all"], "exists": ["all"]})
    with pytest.raises(ValueError, match="The window 'soon' is not known"):
        one({"count": ["soon"]})


@pytest.mark.parametrize(
    ("text", "days", "places", "zh", "en"),
    [
        ("max(days_from_filing)", [5, None, 9, 9], [2, 3], "最近", "with the latest day"),
        ("min(days_from_filing)", [5, None, 9, -2], [3], "最早", "with the earliest day"),
        ("nearest(days_from_service)", [-3, 8, 3, None], [2], "距送达最近", "with the day nearest to service"),
        ("nearest(days_from_service)", [None, None], [], "距送达最近", "with the day nearest to service"),
    ],
)
def test_a_measure_of_days_picks_the_rows_that_attain_it(
    text: str, days: list[int | None], places: list[int], zh: str, en: str
) -> None:
    measure = one(text)
    assert measure.picks
    assert measure.attaining(days) == places
    assert (measure.picked("zh"), measure.picked("en")) == (zh, en)


@pytest.mark.parametrize(
    "text", ["count", "sum(price)", "max(price)", "mean(days_from_filing)", "max(days_from_filing) / count"]
)
def test_no_other_measure_picks(text: str) -> None:
    assert not one(text).picks
