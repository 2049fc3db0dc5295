"""A day as people write it on the command line."""

from __future__ import annotations

import datetime as dt

from zbrisk.errors import DataError

__all__ = ["parse_day"]


def parse_day(text: str, option: str) -> dt.date:
    """The day that an option names.

    Args:
        text: An ISO date.
        option: The option's name, for the error.

    Raises:
        DataError: It is no ISO date.
    """
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise DataError(f"{option} {text!r} is no date.", "Write it as 2026-11-22.") from None
