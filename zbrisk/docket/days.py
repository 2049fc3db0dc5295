"""Days as the engines count them: whole numbers since 1970-01-01.

A day is given as 2026-11-22, as a date, or as a datetime at midnight without a zone. A time of day or a zone is
refused, for dropping it would quietly choose another day than was meant. A day that has not come is refused where
something is asked about it: tomorrow is the last, for at its start all is known that is known today.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import numpy as np
import pandas as pd

from zbrisk.errors import DataError

__all__ = ["ALWAYS", "LAST", "NEVER", "AsOf", "day_number", "past_day_number", "to_date", "today"]

AsOf = str | dt.date  # an ISO date, a date, or a datetime, pandas Timestamp or numpy datetime64 at midnight

ALWAYS = -2147483648  # the `_known_from` of a row that has no knowledge date and needs none
NEVER = 2147483647  # the `_known_until` of a last version; the `_known_from` of a row whose parent is not there

EPOCH = dt.date(1970, 1, 1).toordinal()
LAST = dt.date.max.toordinal() - EPOCH  # what would become known later than this counts as known then
WRITTEN = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[ T]00:00(?::00(?:\.0+)?)?)?")
WHOLE_SPANS = ("Y", "M", "W")  # numpy's years, months and weeks are no days
CURE = "Write it as 2026-11-22, without a time or a zone."


def day_number(day: AsOf) -> int:
    """The number of a day.

    Raises:
        DataError: It is no day, or has a time of day or a zone.
    """
    if isinstance(day, str):
        written = WRITTEN.fullmatch(day.strip())
        try:
            if written:
                return dt.date.fromisoformat(written[1]).toordinal() - EPOCH
        except ValueError:
            pass
        raise DataError(f"{day[:40]!r} is no date.", CURE)
    date = _date(day)
    if isinstance(date, dt.datetime):
        if date.tzinfo is not None:
            raise DataError(f"{date} has a time zone, and so may be of two days.", CURE)
        if date.time() != dt.time.min or getattr(date, "nanosecond", None):
            raise DataError(f"{date} has a time of day; a day is what was known before it.", CURE)
    return date.toordinal() - EPOCH


def past_day_number(day: AsOf) -> int:
    """The number of a day that has come, or is tomorrow.

    Raises:
        DataError: As for `day_number`, or the day lies further ahead.
    """
    number = day_number(day)
    now = today()
    if number > now.toordinal() - EPOCH + 1:
        raise DataError(
            f"{to_date(number)} has not come: this machine's day is {now}, and nobody knows what will be known then.",
            "Choose a day up to tomorrow, or set the machine's clock.",
        )
    return number


def to_date(number: int) -> dt.date:
    """The day that a number stands for."""
    return dt.date.fromordinal(number + EPOCH)


def today() -> dt.date:
    """The machine's day. Everything that depends on it asks here."""
    return dt.date.today()


def _date(day: Any) -> dt.date:
    """A date, datetime or datetime64 as one of Python's own."""
    if isinstance(day, np.datetime64) and not np.isnat(day) and np.datetime_data(day.dtype)[0] not in WHOLE_SPANS:
        whole = day.astype("datetime64[D]")
        if isinstance(date := whole.astype(object), dt.date):  # a number beyond Python's calendar
            return date if whole == day else _date(day.astype("datetime64[us]").astype(object))
    if isinstance(day, dt.date) and day is not pd.NaT:
        return day
    raise DataError(f"{day!r:.40} is no date.", CURE)
