"""The case in time, in words: one line a day, and one line for a run of like evidence."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zbrisk.explaining.explanation import TimelineEvent
from zbrisk.explaining.party_aliases import PartyAliases

__all__ = ["EventLine", "event_list"]

A_RUN = 3  # as many like events become one line
MOST_LINES = 14


@dataclass(frozen=True, kw_only=True)
class EventLine:
    """A day (the first of a run), what happened, and whether it is a milestone of the case itself (`own`)."""

    day: dt.date
    words: str
    own: bool


def event_list(
    events: Sequence[TimelineEvent],
    cast: PartyAliases,
    totals: Mapping[str, int] | None = None,
    amounts: Mapping[tuple[str, dt.date], str] | None = None,
) -> tuple[tuple[EventLine, ...], int]:
    """Milestones and evidence by day, masked, and how many lines of old evidence were left out beyond MOST_LINES.

    Args:
        events: Those of the page.
        cast: Its people.
        totals: How many events a lane has in all, where not every one is among `events`.
        amounts: By lane and day, what an event is about in money.
    """
    groups: dict[object, list[TimelineEvent]] = {}
    for event in sorted(events, key=lambda e: e.day):
        groups.setdefault((event.lane, event.label) if event.lane else id(event), []).append(event)
    lines = sorted(
        (
            line
            for g in groups.values()
            for line in _lines(g, cast, (totals or {}).get(g[0].lane or "", 0), amounts or {})
        ),
        key=lambda line: (line.day, not line.own),
    )
    excess = len(lines) - MOST_LINES
    old = [line for line in lines if not line.own][: max(excess, 0)]
    return tuple(line for line in lines if line not in old), len(old)


def _line(words: str, day: dt.date, count: int, amount: str, own: bool) -> EventLine:
    """Like events of one day are one line, with the amounts of all of them."""
    times = f"（{count} 次）" if count > 1 else ""
    return EventLine(day=day, words=f"{words}{times} {amount}".strip(), own=own)


def _lines(
    group: Sequence[TimelineEvent], cast: PartyAliases, total: int, amounts: Mapping[tuple[str, dt.date], str]
) -> list[EventLine]:
    words, own = cast.text(group[0].label), group[0].signal is None
    if len(group) < A_RUN:
        days = Counter(event.day for event in group)
        return [
            _line(words, day, count, amounts.get((group[0].lane or "", day), ""), own) for day, count in days.items()
        ]
    shown = f"显示 {len(group)} / 共 {total}" if total > len(group) else f"共 {len(group)}"
    return [EventLine(day=group[0].day, words=f"{words}（至 {group[-1].day} {shown} 次）", own=own)]
