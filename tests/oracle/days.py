"""Day numbers, calendar months, and windows.

A day is the number of days since 1970-01-01. A window is half-open, `[start, end)`; None means unbounded.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

EPOCH = date(1970, 1, 1)
SPAN = r"(?P<n>\d+)(?P<unit>[dmy])"
PLAIN = re.compile(SPAN)
SINCE = re.compile(r"since (?P<from>\w+)")
BEFORE = re.compile(r"before (?P<to>\w+)")
SPAN_BEFORE = re.compile(SPAN + r" before (?P<to>\w+)")
SPAN_AFTER = re.compile(SPAN + r" after (?P<from>\w+)")
BETWEEN = re.compile(r"(?P<from>\w+) to (?P<to>\w+)")


def day_number(day: date) -> int:
    return (day - EPOCH).days


def to_date(day: int) -> date:
    return EPOCH + timedelta(days=day)


def plus_months(day: int, months: int) -> int:
    """The same day of the month, or the month's last day if that is shorter (31 January + 1 month)."""
    start = to_date(day)
    month = start.year * 12 + start.month - 1 + months
    year, month = month // 12, month % 12 + 1
    return day_number(date(year, month, min(start.day, calendar.monthrange(year, month)[1])))


def shift(day: int, n: str, unit: str, sign: int) -> int:
    """`day` moved by n days, months or years, forwards (sign 1) or back (sign -1)."""
    if unit == "d":
        return day + sign * int(n)
    return plus_months(day, sign * int(n) * (12 if unit == "y" else 1))


@dataclass(frozen=True)
class Span:
    """`[start, end)` in day numbers. `end` is never after as_of: nothing on or after it counts."""

    start: int | None
    end: int

    def __contains__(self, day: int) -> bool:
        return (self.start is None or self.start <= day) and day < self.end


def window(text: str, days: Mapping[str, int | None]) -> Span | None:
    """The days that a window means at a moment; None if it hangs on a day that is not known.

    Args:
        text: As in a signal's header: `all`, `90d`, `since closed`, `6m after served`, `suit_filed to filed` ...
        days: The reference days of the moment; `as_of` is always there.
    """
    as_of = days["as_of"]
    assert as_of is not None
    if text == "all":
        return Span(None, as_of)
    if match := PLAIN.fullmatch(text):
        return Span(shift(as_of, match["n"], match["unit"], -1), as_of)
    if match := SINCE.fullmatch(text):
        return _between(days[match["from"]], as_of, as_of)
    if match := BEFORE.fullmatch(text):
        end = days[match["to"]]
        return None if end is None else Span(None, min(end, as_of))
    if match := SPAN_BEFORE.fullmatch(text):
        end = days[match["to"]]
        return None if end is None else _between(shift(end, match["n"], match["unit"], -1), end, as_of)
    if match := SPAN_AFTER.fullmatch(text):
        start = days[match["from"]]
        return None if start is None else _between(start, shift(start, match["n"], match["unit"], 1), as_of)
    if match := BETWEEN.fullmatch(text):
        return _between(days[match["from"]], days[match["to"]], as_of)
    raise ValueError(text)


def _between(start: int | None, end: int | None, as_of: int) -> Span | None:
    return None if start is None or end is None else Span(start, min(end, as_of))
