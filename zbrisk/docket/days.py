"""Days as the engines count them: whole numbers since 1970-01-01."""

from __future__ import annotations

import datetime as dt

from zbrisk.errors import DataError

__all__ = ["ALWAYS", "NEVER", "AsOf", "day_number", "to_date"]

AsOf = str | dt.date  # an ISO date, a date, a datetime or a pandas Timestamp

ALWAYS = -2147483648  # the `_k` of a row that has no knowledge date and needs none
NEVER = 2147483647  # the `_u` of a last version; the `_k` of a row whose parent is not there

EPOCH = dt.date(1970, 1, 1).toordinal()


def day_number(day: AsOf) -> int:
    """The number of a day; the time of a timestamp is dropped.

    Raises:
        DataError: The text is no ISO date.
    """
    if isinstance(day, str):
        try:
            day = dt.date.fromisoformat(day)
        except ValueError:
            raise DataError(f"{day!r} is no date.", "Write it as 2026-11-22.") from None
    return day.toordinal() - EPOCH


def to_date(number: int) -> dt.date:
    """The day that a number stands for."""
    return dt.date.fromordinal(number + EPOCH)
