"""The case in time, in three lanes (case, assets, money): the geometry of the picture, in per cent of its width."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zbrisk.explaining.explanation import TimelineEvent

__all__ = ["LANES", "Lane", "Mark", "Milestone", "Timeline", "lane_name", "timeline"]

PICTURE_WIDTH = 560.0  # about the width in px that labels have on paper; narrower screens scroll
LETTER = 12.0
YEARS_BEFORE = 3
LANES = ("案件", "财产", "资金")
ASSETS = frozenset(
    {"assets", "asset_events", "shareholdings", "companies", "company_officers", "auctions", "auction_bids"}
    | {"vehicle_sightings"}
)
MONEY = frozenset(
    {"transactions", "accounts", "income_records", "receivables", "distributions", "spending", "company_activity"}
)


@dataclass(frozen=True, kw_only=True)
class Milestone:
    """A day of the case itself; `level` is the line its label stands on, `anchor` the side it is set to."""

    x: float
    label: str
    day: dt.date
    level: int
    anchor: str


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A row of evidence; `earlier` than the picture reaches."""

    x: float
    day: dt.date
    label: str
    earlier: bool


@dataclass(frozen=True, kw_only=True)
class Lane:
    """The evidence of one kind: a mark for each event, of `total` that there are."""

    label: str
    marks: tuple[Mark, ...]
    total: int


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """Milestones above on `levels` lines, one lane for each of LANES that has evidence, a tick for each year or few."""

    milestones: tuple[Milestone, ...]
    lanes: tuple[Lane, ...]
    ticks: tuple[tuple[float, str], ...]
    levels: int


def lane_name(table: str) -> str:
    """Which of LANES rows of a table belong to."""
    return LANES[1] if table in ASSETS else LANES[2] if table in MONEY else LANES[0]


def timeline(
    events: Sequence[TimelineEvent],
    as_of: dt.date,
    lanes: Mapping[str, str],
    totals: Mapping[str, int] | None = None,
    amounts: Mapping[tuple[str, dt.date], str] | None = None,
) -> Timeline | None:
    """The picture of `events` up to `as_of`.

    Args:
        events: Milestones of the case (without a signal) and evidence.
        as_of: The scored day, where the picture ends.
        lanes: By reason's lane, which of LANES it is drawn in; evidence of other reasons is left out.
        totals: How many events a reason has in all, where not every one is among `events`.
        amounts: By reason's lane and day, what a mark is about in money.
    """
    own = sorted((e for e in events if e.signal is None), key=lambda e: e.day)
    drawn = [e for e in events if e.lane in lanes]
    if not own and not drawn:
        return None
    earliest = own[0].day - dt.timedelta(days=365 * YEARS_BEFORE) if own else dt.date.min
    first = min(e.day for e in [*own, *drawn] if e.day >= earliest)
    scale = _Scale(first=first, days=max((as_of - first).days, 1))
    milestones = _milestones([*own, TimelineEvent(day=as_of, label="评估日", signal=None)], scale)
    return Timeline(
        milestones=milestones,
        lanes=tuple(
            Lane(label=name, marks=tuple(_mark(e, scale, amounts or {}) for e in its), total=_total(its, totals or {}))
            for name in LANES
            if (its := [e for e in drawn if lanes[e.lane or ""] == name])
        ),
        ticks=_ticks(scale),
        levels=1 + max(m.level for m in milestones),
    )


@dataclass(frozen=True, kw_only=True)
class _Scale:
    first: dt.date
    days: int

    def place(self, day: dt.date) -> float:
        share = (day - self.first).days / self.days
        return round(2 + 96 * min(max(share, 0.0), 1.0), 2)


def _total(events: Sequence[TimelineEvent], totals: Mapping[str, int]) -> int:
    count = Counter(event.lane or "" for event in events)
    return sum(max(totals.get(lane, 0), shown) for lane, shown in count.items())


def _mark(event: TimelineEvent, scale: _Scale, amounts: Mapping[tuple[str, dt.date], str]) -> Mark:
    amount = amounts.get((event.lane or "", event.day), "")
    label = f"{event.label} {amount}" if amount else event.label
    return Mark(x=scale.place(event.day), day=event.day, label=label, earlier=event.day < scale.first)


def _milestones(events: Sequence[TimelineEvent], scale: _Scale) -> tuple[Milestone, ...]:
    """Labels are put on the first line where they do not run into the one before."""
    taken: list[float] = []
    placed = []
    for event in events:
        x = scale.place(event.day)
        width = 100 * LETTER * len(event.label) / PICTURE_WIDTH
        anchor = "start" if x < width / 2 else "end" if x > 100 - width / 2 else "middle"
        left = {"start": x, "middle": x - width / 2, "end": x - width}[anchor]
        level = next((i for i, end in enumerate(taken) if end < left), len(taken))
        taken[level : level + 1] = [left + width + 1.5]
        placed.append(Milestone(x=x, label=event.label, day=event.day, level=level, anchor=anchor))
    return tuple(placed)


def _ticks(scale: _Scale) -> tuple[tuple[float, str], ...]:
    last = scale.first + dt.timedelta(days=scale.days)
    years = list(range(scale.first.year + 1, last.year + 1))
    step = max(1, -(-len(years) // 10))
    return tuple((scale.place(dt.date(year, 1, 1)), str(year)) for year in years[::step])
