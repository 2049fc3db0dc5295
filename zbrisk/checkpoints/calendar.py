"""The calendar by which the law counts: working days and calendar months."""

from __future__ import annotations

import calendar
import datetime as dt
from functools import cache
from weakref import WeakSet

import numpy as np
from chinese_calendar import is_workday

from zbrisk.compiler.compiled import CompiledView
from zbrisk.compiler.dialects import DIALECTS
from zbrisk.compiler.relation import CALENDAR, CALENDAR_MONTHS
from zbrisk.docket.days import day_number
from zbrisk.engines.engine import Columns, Engine
from zbrisk.signals.window import NULL_DAY

__all__ = ["calendar_days", "make_calendar"]

FIRST_DAY, LAST_DAY = dt.date(1995, 1, 1), dt.date(2045, 12, 31)
SELECT = f"select {', '.join(CALENDAR.columns)}, '' as _evidence from calendar_days"
VIEW = CompiledView(
    name="calendar",
    kind="plain",
    kinds={name: kind.kind for name, kind in CALENDAR.columns.items()},
    join_columns=("day",),
    sql=dict.fromkeys(DIALECTS, SELECT),
    evidence_sql=dict.fromkeys(DIALECTS, SELECT),
    tables=(),
    views=(),
    join_paths=(),
    rows_read_sql={},
)
_FILLED: WeakSet[Engine] = WeakSet()


def make_calendar(engine: Engine) -> None:
    """Make the relation `calendar` where it is not yet."""
    if engine not in _FILLED:
        engine.load("calendar_days", calendar_days())
        _FILLED.add(engine)
    engine.make_view(VIEW, evidence=True)


@cache
def calendar_days() -> Columns:
    """Every day with its year, its number among working days, the next working day, and the day some months later.

    The end of a term in months is the same day of the month, or the month's last (民法典 202). Working days are known
    for the years whose holidays the State Council has announced; outside them they are null, and so is what hangs on
    them.
    """
    days = [FIRST_DAY + dt.timedelta(days=n) for n in range((LAST_DAY - FIRST_DAY).days + 1)]
    working = [_working(day) for day in days]
    columns = {
        "day": [day_number(day) for day in days],
        "year": [day.year for day in days],
        "workday": _counted(working),
        "next_workday": _next(days, working),
    }
    columns |= {f"plus_{n}m": [day_number(_later(day, n)) for day in days] for n in CALENDAR_MONTHS}
    return {name: np.array(values, dtype=np.int64) for name, values in columns.items()}


def _working(day: dt.date) -> bool | None:
    try:
        return bool(is_workday(day))
    except NotImplementedError:
        return None


def _counted(working: list[bool | None]) -> list[int]:
    counted, number = [], 0
    for each in working:
        number += bool(each)
        counted.append(NULL_DAY if each is None else number)
    return counted


def _next(days: list[dt.date], working: list[bool | None]) -> list[int]:
    following, result = NULL_DAY, []
    for day, each in zip(reversed(days), reversed(working), strict=True):
        following = NULL_DAY if each is None else day_number(day) if each else following
        result.append(following)
    return result[::-1]


def _later(day: dt.date, months: int) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
