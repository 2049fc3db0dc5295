"""What of a reason holds only of acts after a day of the case: a provision on acts after service, a typology."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from zbrisk.explaining.reason import Reason
from zbrisk.signals.header import SignalHeader

__all__ = ["TYPOLOGY_SINCE", "in_time"]

TYPOLOGY_SINCE: Mapping[str, str] = {"A20": "closed"}
"""Typologies that are about what happened after a day of the case, with that day."""


def in_time(reason: Reason, header: SignalHeader, newest: dt.date | None, days: Mapping[str, dt.date | None]) -> Reason:
    """The reason without the provision and the typologies that need a later act than any of its events.

    Args:
        reason: A reason.
        header: Its signal's.
        newest: The day of its newest event; None where no event has a day.
        days: Those of the case; None where one is not known.
    """
    if header.law_since is None and TYPOLOGY_SINCE.keys().isdisjoint(reason.typology):
        return reason  # most are

    def reached(day: str) -> bool:
        start = days.get(day)
        return newest is not None and start is not None and newest >= start

    law = reason.law if header.law_since is None or reached(header.law_since) else None
    left_out = {code for code, day in TYPOLOGY_SINCE.items() if newest is not None and not reached(day)}
    return reason.having(law=law, typology=tuple(code for code in reason.typology if code not in left_out))
