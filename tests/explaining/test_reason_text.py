from __future__ import annotations

import datetime as dt
import math
from typing import Any

import pytest

from tests.explaining.standing_by_hand import case_reasons
from tests.support.signals import program, signal
from zbrisk.compiler.compiled import CompiledSignal
from zbrisk.explaining.reason_text import sentence
from zbrisk.explaining.standings import NO_WINDOW
from zbrisk.signals.window import Window


def told(measure: str, value: float, after: str = "", **header: Any) -> tuple[str, str]:
    """What is written where a measure stands in the reason, with `after` behind it."""
    name = measure.replace("(", "_").replace(")", "").replace(" / ", "_per_").replace("/", "_per_")
    template = f"{{{name}}}{after}"
    one = signal(measures=[measure], reason={"zh": template, "en": template}, **header)
    (feature, _, _), *_ = one.header.features()
    said = sentence(one, {feature: value}, absent=False)
    return said.zh, said.en


@pytest.mark.parametrize(
    ("yuan", "zh", "en"),
    [
        (0, "0 元", "CNY 0"),
        (999.5, "1000 元", "CNY 1,000"),
        (9999.4, "9999 元", "CNY 9,999"),
        (9999.6, "1.00 万元", "CNY 10,000"),
        (10_000, "1.00 万元", "CNY 10,000"),
        (123_456.78, "12.35 万元", "CNY 123,457"),
        (99_999_999, "1.00 亿元", "CNY 99,999,999"),
        (100_000_000, "1.00 亿元", "CNY 100,000,000"),
        (-25_000, "-2.50 万元", "CNY -25,000"),
    ],
)
def test_money_is_in_yuan_or_ten_thousands(yuan: float, zh: str, en: str) -> None:
    assert told("sum(price)", yuan) == (zh, en)


@pytest.mark.parametrize(
    ("measure", "value", "shown"),
    [
        ("share(flag)", 0.125, "12%"),
        ("share(flag)", 1.0, "100%"),
        ("sum(price) / claim_amount", 2.5, "250%"),
        ("mean(rate)", 0.036, "4%"),
        ("sum(price) / sum(number)", 0.5, "50%"),
    ],
)
def test_ratios_are_per_cent(measure: str, value: float, shown: str) -> None:
    assert told(measure, value) == (shown, shown)


@pytest.mark.parametrize("after", ["倍", " 倍", " times", "times", " 年", " years"])
@pytest.mark.parametrize(("value", "shown"), [(0.4, "0.40"), (2.5, "2.50"), (12.34, "12.3"), (9.999, "10.00")])
def test_multiples_are_numbers(after: str, value: float, shown: str) -> None:
    assert told("sum(price) / claim_amount", value, after) == (shown + after,) * 2


def test_a_count_before_times_stays_a_count() -> None:
    assert told("count", 3.0, " times") == ("3 times", "3 times")


@pytest.mark.parametrize(
    ("measure", "value", "zh", "en"),
    [
        ("exists", 1.0, "是", "yes"),
        ("exists", 0.0, "否", "no"),
        ("days_since_last", 12.0, "12", "12"),
        ("count", 3.0, "3", "3"),
        ("distinct(price)", 3.0, "3", "3"),
        ("mean(number)", 2.25, "2.25", "2.25"),
        ("max(number)", 2.0, "2", "2"),
        ("count", math.nan, "（无数据）", "(no data)"),
        ("sum(price)", math.nan, "（无数据）", "(no data)"),
        ("exists", math.nan, "（无数据）", "(no data)"),
    ],
)
def test_flags_days_and_numbers(measure: str, value: float, zh: str, en: str) -> None:
    assert told(measure, value) == (zh, en)


def test_a_flag_that_is_not_known_of_a_column_is_a_number() -> None:
    assert told("max(flag)", 1.0) == ("1", "1")


def test_a_window_may_be_named() -> None:
    one = signal(
        measures=["count"], windows=["all", "90d"], reason={"zh": "{count} 次，近90天 {count@90d} 次", "en": "{count}"}
    )
    said = sentence(one, {"seen__count__all": 5.0, "seen__count__90d": 2.0}, absent=False)
    assert (said.zh, said.en) == ("5 次，近90天 2 次", "5")


def test_an_absence_speaks_in_its_own_words_or_the_common_ones() -> None:
    values = {"seen__count__all": 0.0}
    own = signal(absent={"zh": "查无 {count} 次", "en": "none ({count})"})
    assert sentence(own, values, absent=True).zh == "查无 0 次"
    assert sentence(own, values, absent=True).en == "none (0)"
    assert sentence(own, values, absent=False).zh == "文字"
    common = sentence(signal(), values, absent=True)
    assert (common.zh, common.en) == ("未见“标签”的记录", "nothing of the kind was found: label")


def test_a_value_that_looks_like_a_placeholder_is_not_read_again() -> None:
    one = signal(measures=["count"], reason={"zh": "{count}{count}", "en": "{count}"})
    assert sentence(one, {"seen__count__all": 1.0}, absent=False).zh == "11"


def windowed(**more: Any) -> CompiledSignal:
    """A signal of three windows, told of any of them."""
    reason = {
        "zh": "{window}，{rows} 次[，共 {sum_price}][，最近在 {last_day}]",
        "en": "{window}, {rows} times[, {sum_price}]",
    }
    header: dict[str, Any] = {"measures": ["count", "sum(price)"], "windows": ["90d", "12m before filed", "all"]}
    return signal(**(header | {"reason": reason} | more))


def values(**counts: float) -> dict[str, float]:
    """Counts by window's name; every price is 5 yuan."""
    of = {"90d": 0.0, "12m_before_filed": 0.0, "all": 0.0} | counts
    each = {f"seen__count__{name}": count for name, count in of.items()}
    return each | {f"seen__sum_price__{name}": 5 * count for name, count in of.items()}


def test_a_sentence_speaks_of_one_window_and_of_the_rows_in_it() -> None:
    one, known = windowed(), values(**{"90d": 2.0, "all": 9.0})
    window = one.header.windows[0]
    said = sentence(one, known, absent=False, window=window, rows=2, last_day=dt.date(2024, 5, 1))
    assert said.zh == "近 90 天内，2 次，共 10 元，最近在 2024-05-01"
    assert said.en == "In the last 90 days, 2 times, CNY 10"
    assert (
        sentence(one, known, absent=False, window=window).zh == "近 90 天内，2 次，共 10 元"
    )  # nobody looked for the days


def shown_window(one: CompiledSignal, known: dict[str, float], contributions: dict[str, float]) -> Window | None:
    weights = dict.fromkeys(program(one).features, 0.0) | contributions
    number = int(case_reasons(program(one), known, weights).standings.window[0, 0])
    return None if number == NO_WINDOW else one.header.windows[number]


@pytest.mark.parametrize("price", [0.0, math.nan])
def test_what_is_unknown_or_nothing_is_not_said(price: float) -> None:
    one = windowed()
    known = values(all=9.0) | {"seen__sum_price__all": price}
    assert sentence(one, known, absent=False, window=one.header.windows[2], rows=9).zh == "全部时期，9 次"


def test_where_nobody_has_looked_for_rows_they_are_some() -> None:
    one = windowed(measures=["sum(price)"])
    known = {"seen__sum_price__all": 5.0}
    assert sentence(one, known, absent=False, window=one.header.windows[2]).zh == "全部时期，若干 次，共 5 元"


@pytest.mark.parametrize(
    ("counts", "weights", "told"),
    [
        ({"90d": 1.0, "all": 5.0}, {"90d": 0.1, "all": 0.3}, "all"),
        ({"90d": 1.0, "all": 5.0}, {"90d": 0.4, "all": 0.3}, "90d"),
        ({"90d": 0.0, "all": 5.0}, {"90d": 0.4, "all": 0.3}, "all"),  # that nothing is in a window is no fact with rows
        ({"90d": 1.0, "all": 5.0}, {"90d": -0.4, "all": -0.1}, "90d"),
        ({"90d": 1.0, "all": 5.0}, {}, "90d"),
        ({}, {"90d": 0.4}, None),
        ({"90d": math.nan, "all": math.nan}, {"90d": 0.4}, None),
    ],
)
def test_the_window_is_the_one_with_rows_that_moved_the_score_most(
    counts: dict[str, float], weights: dict[str, float], told: str | None
) -> None:
    contributions = {f"seen__count__{name}": weight for name, weight in weights.items()}
    window = shown_window(windowed(), values(**counts), contributions)
    assert (window.text if window else None) == told


def test_a_sum_or_share_of_nothing_that_is_always_said_is_no_reason() -> None:
    one = signal(
        measures=["count", "share(flag)"], reason={"zh": "{count} 次，占 {share_flag}", "en": "{count} {share_flag}"}
    )
    known = {"seen__count__all": 3.0}
    assert shown_window(one, known | {"seen__share_flag__all": 0.0}, {}) is None
    assert shown_window(one, known | {"seen__share_flag__all": 0.5}, {}) == one.header.windows[0]


def test_a_figure_that_is_always_said_and_unknown_leaves_the_number_of_records() -> None:
    one = signal(
        measures=["count", "share(flag)"], reason={"zh": "{count} 次，占 {share_flag}", "en": "{count} {share_flag}"}
    )
    known = {"seen__count__all": 3.0, "seen__share_flag__all": math.nan}
    window = shown_window(one, known, {})
    assert window is not None
    said = sentence(one, known, absent=False, window=window, rows=3)
    assert (said.zh, said.en) == ("与“标签”有关的记录 3 项", "3 records concerning: label")


def test_a_reason_that_shows_several_windows_says_how_many_records_there_are_in_one() -> None:
    one = windowed(reason={"zh": "{count} 次，近期 {count@90d} 次", "en": "{count}, {count@90d}"})
    known = values(**{"90d": 2.0, "all": 9.0})
    window = shown_window(one, known, {"seen__count__all": 1.0})
    assert window is not None
    assert sentence(one, known, absent=False, window=window, rows=9).zh == "全部时期：与“标签”有关的记录 9 项"


def test_a_window_that_the_author_did_not_name_is_named() -> None:
    one = windowed(reason={"zh": "{count} 次", "en": "{count} times"})
    said = sentence(one, values(**{"90d": 2.0}), absent=False, window=one.header.windows[0], rows=2)
    assert (said.zh, said.en) == ("近 90 天内：2 次", "In the last 90 days: 2 times")


@pytest.mark.parametrize(("value", "shown"), [(0.001, "不足 0.01 倍"), (0.0, "0.00 倍"), (0.006, "0.01 倍")])
def test_a_small_multiple_is_not_rounded_to_nothing(value: float, shown: str) -> None:
    assert told("sum(price) / claim_amount", value, " 倍")[0].replace("  ", " ") == shown
