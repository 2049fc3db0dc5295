"""A day is a day: no time of day, no zone, none that has not come."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd
import pytest

from zbrisk.commands.options import parse_day
from zbrisk.docket import days, open_docket
from zbrisk.docket.days import day_number, past_day_number, to_date
from zbrisk.errors import DataError, ZbriskError
from zbrisk.execution.moments import moments_of

DAY = dt.date(2024, 10, 1)
NAT = np.datetime64("NaT", "s")
CHINA = dt.timezone(dt.timedelta(hours=8))
DAYS = [
    "2024-10-01",
    " 2024-10-01 ",
    "2024-10-01 00:00:00",
    DAY,
    dt.datetime(2024, 10, 1),
    pd.Timestamp("2024-10-01"),
    np.datetime64("2024-10-01"),
    np.datetime64("2024-10-01T00:00:00", "ns"),
]
NO_DAYS: list[Any] = [
    *(None, pd.NaT, pd.NA, NAT, 20000, 20241001, 1.5, True, b"2024-10-01", ["2024-10-01"], dt.time(0)),
    *("", "today", "20241001", "2024-10", "2024-W40-2", "2024-02-30", "0000-01-01", "10000-01-01", "２０２４-10-01"),
    *("2024-10-01 08:00", "2024-10-01T00:00:00Z", "2024-10-01 00:00:00+08:00", "2024-10-01\x00", "\ud800"),
    *(dt.datetime(2024, 10, 1, 8), pd.Timestamp("2024-10-01 00:00:00.000000001"), pd.Timestamp(DAY, tz="UTC")),
    *(dt.datetime(2024, 10, 1, tzinfo=CHINA), np.datetime64("2024-10-01T08")),
    *(np.datetime64("2024"), np.datetime64("2024-10"), np.datetime64("2024-10-03", "W")),
]


@pytest.mark.parametrize("day", DAYS, ids=repr)
def test_a_day_in_every_form(day: Any) -> None:
    assert to_date(day_number(day)) == DAY


@pytest.mark.parametrize("day", NO_DAYS, ids=repr)
def test_what_is_no_day_is_refused_everywhere(day: Any, tables: Any) -> None:
    docket = open_docket(tables)
    for ask in (day_number, docket.day, docket.cohort, lambda as_of: docket.row("cases", "C1", as_of)):
        with pytest.raises(DataError):
            ask(day)
    with pytest.raises(DataError):
        moments_of(pd.DataFrame({"case_id": ["C1"], "as_of": pd.Series([day], dtype=object)}), docket)
    if isinstance(day, str):
        with pytest.raises(ZbriskError, match="--as-of"):
            parse_day(day, "--as-of")
    docket.close()


def test_a_day_beyond_all_calendars_is_refused() -> None:
    with pytest.raises(DataError):
        day_number(np.datetime64(2**62, "s"))  # type: ignore[arg-type]


def test_moments_in_utc_are_refused_with_their_row(tables: Any) -> None:
    docket = open_docket(tables)
    zoned = pd.to_datetime(["2025-01-01"]).tz_localize("Asia/Shanghai").tz_convert("UTC")
    with pytest.raises(DataError, match=r"as_of in row 0: .*time zone"):
        moments_of(pd.DataFrame({"case_id": ["C1"], "as_of": zoned}), docket)
    docket.close()


def test_moments_name_cases_as_the_docket_reads_them(tables: Any) -> None:
    for row in (*tables["cases"], *tables["case_parties"]):
        row["case_id"] = 17
    docket = open_docket(tables)
    assert moments_of(pd.DataFrame({"case_id": [17.0], "as_of": ["2024-10-01"]}), docket)[0] == ["17"]
    with pytest.raises(DataError, match="no id"):
        moments_of(pd.DataFrame({"case_id": pd.Series([b"17"], dtype=object), "as_of": ["2024-10-01"]}), docket)
    with pytest.raises(DataError, match="moments are a list"):
        moments_of([("17", "2024-10-01")], docket)  # type: ignore[arg-type]
    docket.close()


def test_tomorrow_is_the_last_day_that_can_be_asked_about(monkeypatch: pytest.MonkeyPatch, tables: Any) -> None:
    monkeypatch.setattr(days, "today", lambda: dt.date(2024, 10, 1))
    docket = open_docket(tables)
    assert list(docket.cohort("2024-10-02").case_id) == ["C1"]
    for ask in (past_day_number, docket.day, docket.cohort, lambda day: parse_day(day, "--until")):
        with pytest.raises(ZbriskError, match="2024-10-03 has not come"):
            ask("2024-10-03")
    assert parse_day("2062-01-01", "--until", ahead=True) == dt.date(2062, 1, 1)
    docket.close()
