"""A day as people write it on the command line."""

from __future__ import annotations

import datetime as dt

from zbrisk.errors import DataError

__all__ = ["parse_day"]


def parse_day(text: str, option: str, *, ahead: bool = False) -> dt.date:
    """The day that an option names.

    Args:
        text: An ISO date.
        option: The option's name, for the error.
        ahead: Whether it may be a day that has not come.

    Raises:
        DataError: It is no day, or has not come.
    """
    from zbrisk.docket.days import day_number, past_day_number, to_date

    try:
        return to_date(day_number(text) if ahead else past_day_number(text))
    except DataError as error:
        raise DataError(f"{option}: {error.problem}", error.cure) from None
