from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zbrisk.signals.window import ALL, NULL_DAY, Bound, Window

EPOCH = dt.date(1970, 1, 1)


def number(text: str) -> int:
    return (dt.date.fromisoformat(text) - EPOCH).days


def moved(bound: Bound, *days: str) -> list[str]:
    resolved = bound.resolve(np.array([number(day) for day in days], dtype=np.int64))
    return [(EPOCH + dt.timedelta(days=int(day))).isoformat() for day in resolved]


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2023-01-31", 1, "2023-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2024-01-30", 1, "2024-02-29"),
        ("2024-03-31", -1, "2024-02-29"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", -48, "2020-02-29"),
        ("2024-02-29", 1, "2024-03-29"),  # not the last day of March: the day of the month stays
        ("2023-12-31", 2, "2024-02-29"),
        ("2024-01-15", -1, "2023-12-15"),
        ("2023-11-30", 1, "2023-12-30"),
        ("1970-01-31", -1, "1969-12-31"),
        ("1900-03-31", -1, "1900-02-28"),  # no leap year
        ("2000-03-31", -1, "2000-02-29"),
    ],
)
def test_months_are_calendar_months(day: str, months: int, expected: str) -> None:
    bound = Bound(day="as_of", shift=months, unit="m")
    assert moved(bound, day) == [expected]
    assert moved(bound, day, "2024-05-05")[0] == expected  # many days go by another road


@given(
    days=st.lists(st.integers(-40_000, 60_000) | st.just(NULL_DAY), min_size=2, max_size=20),
    shift=st.integers(-600, 600),
    unit=st.sampled_from("dm"),
)
def test_many_days_at_once_are_each_day_alone(days: list[int], shift: int, unit: str) -> None:
    bound = Bound(day="as_of", shift=shift, unit=unit)
    together = bound.resolve(np.array(days, dtype=np.int64)).tolist()
    assert together == [int(bound.resolve(np.array([day], dtype=np.int64))[0]) for day in days]


def test_an_unknown_day_stays_unknown() -> None:
    for shift, unit in ((0, "d"), (30, "d"), (6, "m")):
        bound = Bound(day="closed", shift=shift, unit=unit)
        assert bound.resolve(np.array([NULL_DAY], dtype=np.int64)).tolist() == [NULL_DAY]


def bound(day: str, shift: int = 0, unit: str = "d") -> Bound:
    return Bound(day=day, shift=shift, unit=unit)


@pytest.mark.parametrize(
    ("text", "start", "end", "zh", "en"),
    [
        ("all", None, bound("as_of"), "全部期间", "ever"),
        ("90d", bound("as_of", -90), bound("as_of"), "近90天", "last 90 days"),
        ("12m", bound("as_of", -12, "m"), bound("as_of"), "近12个月", "last 12 months"),
        ("2y", bound("as_of", -24, "m"), bound("as_of"), "近2年", "last 2 years"),
        ("since closed", bound("closed"), bound("as_of"), "终本以来", "since closing"),
        ("before filed", None, bound("filed"), "执行立案之前", "before filing"),
        (
            "365d before suit_filed",
            bound("suit_filed", -365),
            bound("suit_filed"),
            "起诉前365天",
            "365 days before suit",
        ),
        ("6m after served", bound("served"), bound("served", 6, "m"), "送达后6个月", "6 months after service"),
        ("suit_filed to filed", bound("suit_filed"), bound("filed"), "起诉至执行立案", "suit to filing"),
    ],
)
def test_every_form_has_its_bounds_and_its_words(text: str, start: Bound | None, end: Bound, zh: str, en: str) -> None:
    window = Window.parse(text)
    assert (window.start, window.end) == (start, end)
    assert (window.label("zh"), window.label("en")) == (zh, en)
    assert window.name == text.replace(" ", "_")


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("all", "全部时期", "at any time"),
        ("90d", "近 90 天内", "in the last 90 days"),
        ("12m before suit_filed", "起诉前 12 个月内", "in the 12 months before the suit"),
        ("6m after served", "送达后 6 个月内", "in the 6 months after the service"),
        ("since closed", "终本以来", "since the closing"),
        ("before filed", "执行立案以前", "before the filing"),
        ("suit_filed to filed", "起诉至执行立案期间", "from the suit to the filing"),
        ("since inspected", "inspected以来", "since inspected"),
    ],
)
def test_a_sentence_names_it(text: str, zh: str, en: str) -> None:
    window = Window.parse(text)
    assert (window.phrase("zh"), window.phrase("en")) == (zh, en)


def test_days_of_another_contract_keep_their_names() -> None:
    assert Window.parse("30d before inspected").label("zh") == "inspected前30天"


def test_what_a_window_hangs_on() -> None:
    assert ALL.days == Window.parse("90d").days == ()
    assert Window.parse("since closed").days == ("closed",)
    assert Window.parse("suit_filed to filed").days == ("suit_filed", "filed")
    assert Window.parse("365d before suit_filed").days == ("suit_filed",)
    assert ALL.trailing and Window.parse("90d").trailing and Window.parse("since closed").trailing
    assert not Window.parse("before filed").trailing


def test_spaces_do_not_matter() -> None:
    assert Window.parse("  since   closed ") == Window.parse("since closed")


@pytest.mark.parametrize("text", ["", "90", "90 d", "-90d", "3w", "after closed", "90d since closed", "d90", "closed"])
def test_what_is_no_window_is_refused_with_the_forms(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not known\. Use `all`, `90d`"):
        Window.parse(text)
