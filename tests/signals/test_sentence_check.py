from __future__ import annotations

from typing import Any

import pytest

from tests.support.signals import signal
from zbrisk.signals.sentence_check import sentence_mistake


def mistake(reason: str, **header: Any) -> str:
    """The problem with a reason that is the same in both languages."""
    made = signal(reason={"zh": reason, "en": reason}, typology="A1", innocent=TEXT, verify=TEXT, **header)
    return " ".join(sentence_mistake(made.header) or ())


TEXT = {"zh": "文字", "en": "text"}


@pytest.mark.parametrize(
    ("reason", "header", "said"),
    [
        ("{count} 次，近一年 {count@12m} 次", {"windows": ["all", "12m"]}, "figures of several windows"),
        (
            "{window}，{count} 次，距今 {days_since_last} 天",
            {"windows": ["90d before filed"], "measures": ["count", "days_since_last"]},
            "{last_day} for the day of the last row",
        ),
        ("{count} 次", {"windows": ["90d", "all"]}, "does not name its window; it may be about any of 90d, all"),
        ("近九十天 {count} 次", {"windows": ["90d"]}, "does not name its window"),
        ("占 {share_flag}", {"measures": ["share(flag)"]}, "does not say how many rows"),
        ("共 {distinct_place} 处", {"measures": ["distinct(place)"]}, "does not say how many rows"),
        ("{count} 笔", {"evidence": "price"}, "counts all rows, and `evidence: price` shows some"),
    ],
)
def test_a_reason_that_cannot_keep_to_its_rows_is_found(reason: str, header: dict[str, Any], said: str) -> None:
    assert said in mistake(reason, **header)


@pytest.mark.parametrize(
    ("reason", "header"),
    [
        ("{count} 次", {}),
        ("{window}，{rows} 次[，占 {share_flag}]", {"windows": ["90d", "all"], "measures": ["share(flag)"]}),
        (
            "{window}，{count} 次，距今 {days_since_last} 天",
            {"windows": ["90d"], "measures": ["count", "days_since_last"]},
        ),
        ("仅 {min_number} 天", {"measures": ["min(number)"]}),
        ("没有数字", {"measures": ["exists"]}),
    ],
)
def test_a_reason_of_one_named_window_that_counts_its_rows_is_right(reason: str, header: dict[str, Any]) -> None:
    assert mistake(reason, **header) == ""


def test_the_size_of_a_case_needs_no_rows() -> None:
    made = signal(reason={"zh": "标的 {sum_price}", "en": "{sum_price}"}, measures=["sum(price)"], direction="either")
    assert sentence_mistake(made.header) is None
