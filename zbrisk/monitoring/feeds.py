"""Tables as feeds: how many rows had come by a day, when the last came, and how long they used to stay away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from zbrisk.docket import Docket
from zbrisk.docket.days import AsOf, day_number, to_date
from zbrisk.docket.validity import arrived_before

__all__ = ["Feed", "feed_state", "feeds"]

GRACE = 7  # days, or half of the longest silence of the year before training: by so much a feed may outlast it
YEAR = 365


@dataclass(frozen=True, kw_only=True)
class Feed:
    """One table against what the bundle was trained on.

    Args:
        table: Its name.
        level: fine, late, stale (nothing new since the training), shrunk (rows of then are gone), missing, or new.
        rows_then: Rows known before the training's last day, as they were then.
        rows_still: The same rows, counted today.
        newest: The last day on which a row became known; None for tables without such days.
        days_silent: Days since.
        allowed: Days of silence that are no news.
        used: Whether a signal of the bundle reads it.
    """

    table: str
    level: str
    rows_then: int | None
    rows_still: int | None
    newest: dt.date | None
    days_silent: int | None
    allowed: int | None
    used: bool


def feed_state(docket: Docket, day: AsOf) -> dict[str, dict[str, Any]]:
    """What a bundle keeps of each table: rows known before `day`, the newest, and the longest silence of that year."""
    number = day_number(day)
    return {name: _state(docket, name, number) for name in sorted(docket.present)}


def feeds(
    docket: Docket, then: Mapping[str, Mapping[str, Any]], *, trained: dt.date, as_of: AsOf, used: frozenset[str]
) -> list[Feed]:
    """Every table of then or now, compared with what the training saw."""
    today = day_number(as_of)
    return [
        _feed(docket, name, then.get(name), day_number(trained), today, name in used)
        for name in sorted({*then, *docket.present})
    ]


def _feed(docket: Docket, name: str, then: Mapping[str, Any] | None, trained: int, today: int, used: bool) -> Feed:
    there = name in docket.present
    still = _state(docket, name, trained)["rows"] if there else None
    newest = _newest(docket, name, today) if there else None
    silent = None if newest is None else today - newest
    gap = (then or {}).get("longest_silence")
    allowed = None if gap is None else int(gap) + max(GRACE, int(gap) // 2)
    return Feed(
        table=name,
        level=_level(then, still, newest, silent, allowed, trained),
        rows_then=None if then is None else int(then["rows"]),
        rows_still=still,
        newest=None if newest is None else to_date(newest),
        days_silent=silent,
        allowed=allowed,
        used=used,
    )


def _level(
    then: Mapping[str, Any] | None,
    still: int | None,
    newest: int | None,
    silent: int | None,
    allowed: int | None,
    trained: int,
) -> str:
    if then is None:
        return "new"
    if still is None or (then["rows"] and not still and newest is None):
        return "missing"
    if still < then["rows"]:
        return "shrunk"
    if silent is None or allowed is None or silent <= allowed:
        return "fine"
    return "stale" if newest is not None and newest < trained else "late"


def _state(docket: Docket, name: str, before: int) -> dict[str, Any]:
    cursor = docket.connection.cursor()
    ((rows,),) = cursor.execute(f"select count(*) from {name} where {arrived_before(before)}").fetchall()
    newest = _newest(docket, name, before)
    return {
        "rows": int(rows),
        "newest": None if newest is None else to_date(newest).isoformat(),
        "longest_silence": None if newest is None else _longest_silence(docket, name, before),
    }


def _newest(docket: Docket, name: str, before: int) -> int | None:
    query = f"select max(_known_from) from {name} where {arrived_before(before, dated=True)}"
    ((day,),) = docket.connection.cursor().execute(query).fetchall()
    return None if day is None else int(day)


def _longest_silence(docket: Docket, name: str, before: int) -> int:
    """The most days between two days with news among those of the last year, and up to its end."""
    query = f"""
        with news as (select distinct _known_from as day from {name} where {arrived_before(before, dated=True)}),
        gaps as (select day, coalesce(lead(day) over (order by day), {before}) - day as gap from news)
        select max(gap) from gaps where day + gap >= {before - YEAR}
    """
    ((gap,),) = docket.connection.cursor().execute(query).fetchall()
    return int(gap)
