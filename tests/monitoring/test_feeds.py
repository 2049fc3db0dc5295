from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from tests.support.bundle import petitions
from tests.support.office import cases, small_docket
from zbrisk.docket import Docket
from zbrisk.monitoring.feeds import Feed, feed_state, feeds

TRAINED = dt.date(2024, 1, 1)
MONTHS = [f"2023-{month:02d}-01" for month in range(1, 13)]  # the longest silence is 31 days


def docket(*received: str) -> Docket:
    rows = [("A", day, "delay") for day in received]
    known = pd.Series(list(received), dtype=object)
    return small_docket(cases(("A", "2023-01-10")), petitions=petitions(*rows).assign(known_at=known))


def feed(now: Docket, as_of: str, then: Docket | None = None) -> Feed:
    state = feed_state(then or docket(*MONTHS), TRAINED)
    found = feeds(now, state, trained=TRAINED, as_of=as_of, used=frozenset({"petitions"}))
    return next(each for each in found if each.table == "petitions")


def test_what_a_bundle_keeps() -> None:
    state = feed_state(docket(*MONTHS, "2024-02-01"), TRAINED)
    assert state["petitions"] == {"rows": 12, "newest": "2023-12-01", "longest_silence": 31}
    assert state["parties"] == {"rows": 1, "newest": None, "longest_silence": None}  # counts always


@pytest.mark.parametrize(
    ("received", "as_of", "level"),
    [
        ([*MONTHS, "2024-02-01"], "2024-03-18", "fine"),  # 46 days
        ([*MONTHS, "2024-02-01"], "2024-03-19", "late"),  # 47 days
        (MONTHS, "2024-03-19", "stale"),
        ([*MONTHS[1:], "2024-03-01"], "2024-03-10", "shrunk"),
        ([], "2024-03-10", "missing"),
    ],
)
def test_levels(received: list[str], as_of: str, level: str) -> None:
    assert feed(docket(*received), as_of).level == level


def test_a_table_that_is_not_supplied_is_missing() -> None:
    assert feed(small_docket(cases(("A", "2023-01-10"))), "2024-03-10").level == "missing"


def test_a_table_that_is_new_is_said() -> None:
    assert feed(docket(*MONTHS), "2024-03-10", then=small_docket(cases(("A", "2023-01-10")))).level == "new"


def test_days_and_counts() -> None:
    found = feed(docket(*MONTHS, "2024-02-01"), "2024-03-19")
    assert (found.rows_then, found.rows_still, found.newest) == (12, 12, dt.date(2024, 2, 1))
    assert (found.days_silent, found.allowed, found.used) == (47, 46, True)
