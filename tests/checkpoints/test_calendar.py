"""The calendar by which the law counts."""

from __future__ import annotations

import datetime as dt

import pytest

from zbrisk.checkpoints.calendar import calendar_days
from zbrisk.compiler.query import QueryCompiler
from zbrisk.compiler.views import open_namespace
from zbrisk.contract import load_contract
from zbrisk.docket.days import day_number, to_date
from zbrisk.errors import SignalError
from zbrisk.signals.signal_file import SignalFile
from zbrisk.signals.window import NULL_DAY


def on(day: str, column: str) -> int:
    days = calendar_days()
    return int(days[column][day_number(day) - int(days["day"][0])])


def date_on(day: str, column: str) -> dt.date:
    return to_date(on(day, column))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2022-06-01", 3, "2022-09-01"),
        ("2022-11-30", 3, "2023-02-28"),
        ("2023-11-30", 3, "2024-02-29"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2022-12-31", 6, "2023-06-30"),
        ("2022-01-15", 60, "2027-01-15"),
    ],
)
def test_months_end_on_the_same_day_or_the_months_last(day: str, months: int, expected: str) -> None:
    assert str(date_on(day, f"plus_{months}m")) == expected


def test_working_days_skip_holidays_and_count_weekends_worked_instead() -> None:
    assert on("2023-01-29", "workday") - on("2023-01-19", "workday") == 3  # 20, 28 and 29 January
    assert on("2023-01-30", "workday") - on("2023-01-19", "workday") == 4
    assert on("2023-01-25", "workday") == on("2023-01-20", "workday")


def test_a_term_runs_to_the_next_working_day() -> None:
    assert str(date_on("2022-10-02", "next_workday")) == "2022-10-08"  # a Saturday on which work was done
    assert str(date_on("2022-06-13", "next_workday")) == "2022-06-13"


def test_years_without_announced_holidays_are_unknown() -> None:
    assert on("2003-06-02", "workday") == NULL_DAY
    assert on("2044-06-02", "next_workday") == NULL_DAY
    assert str(date_on("2044-06-02", "plus_3m")) == "2044-09-02"


def compiled(sql: str, purpose: str = "checkpoint") -> str:
    namespace = open_namespace(load_contract(), (), purpose)
    file = SignalFile(name="x", path="x.sql", header={}, sql=sql)
    return QueryCompiler(file, namespace.relations).compile().tree.sql()


def test_a_calendar_is_joined_by_a_day_and_not_cut() -> None:
    sql = compiled(
        "select this_case.case_id, d.plus_3m from this_case left join calendar as d on d.day = this_case.filed + 10"
    )
    assert "d._known_from" not in sql and "d._evidence" not in sql
    assert "d.day = (this_case.filed + 10)" in sql


@pytest.mark.parametrize(
    ("sql", "problem"),
    [
        (
            "select this_case.case_id from this_case join calendar as d on d.day > this_case.filed",
            "not joined by a day",
        ),
        ("select this_case.case_id from this_case join calendar as d on d.day = d.plus_1m", "not joined by a day"),
        ("select this_case.case_id from this_case join calendar as d on d.year = 3", "not joined by a day"),
        ("select calendar.day from calendar", "no relation of the case"),
        (
            "select this_case.case_id from this_case where exists "
            "(select 1 from calendar as d where d.day = this_case.filed)",
            "cannot start at the calendar",
        ),
        (
            "select this_case.case_id from this_case join calendar as d on d.day = this_case.claim_amount",
            "do not go together",
        ),
    ],
)
def test_other_uses_of_the_calendar_are_refused(sql: str, problem: str) -> None:
    with pytest.raises(SignalError, match=problem):
        compiled(sql)


def test_signals_have_no_calendar() -> None:
    with pytest.raises(SignalError, match="calendar is no table"):
        compiled("select this_case.case_id from this_case join calendar as d on d.day = this_case.filed", "signal")
