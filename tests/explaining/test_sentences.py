from __future__ import annotations

import math
from typing import Any

import pytest

from tests.explaining.made_up import signal
from zbrisk.explaining.sentences import sentence


def told(measure: str, value: float, after: str = "", **header: Any) -> tuple[str, str]:
    """What is written where a measure stands in the reason, with `after` behind it."""
    name = measure.replace("(", "_").replace(")", "").replace(" / ", "_per_").replace("/", "_per_")
    template = f"{{{name}}}{after}"
    one = signal(measures=[measure], reason={"zh": template, "en": template}, **header)
    (feature, _, _), *_ = one.card.features()
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


@pytest.mark.parametrize("after", ["倍", " 倍", " times", "times"])
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
