"""The rows behind a reason: found by the compiled evidence query, named by table and key."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from zbrisk.compiler.compiled import CompiledSignal
from zbrisk.contract import Contract, KnownRule
from zbrisk.contract.contract import SECONDS_A_DAY
from zbrisk.engines.engine import Engine
from zbrisk.engines.limits import naming

__all__ = [
    "EvidenceRows",
    "Found",
    "Part",
    "RowName",
    "evidence_of",
    "find_evidence",
    "names_in",
    "reference_tables_of",
]

RowName = tuple[str, str]  # table, key
FIELD, END = "\x1f", "\x1e"
PARTIES = "parties"
MAX_NAMED_ROWS = 50  # rows of tables that are kept for one reason
MAX_NAMED_EVENTS = 20  # of which this many are named beside it
MIN_OTHER_ROWS = 8  # of these, kept for rows that are no events, where there are as many


class Part(NamedTuple):
    """Some rows of a signal: those of a window, by its text, and of these those that attain a measure, by its name."""

    window: str | None = None
    measure: str | None = None


@dataclass(kw_only=True)
class EvidenceRows:
    """What stands behind one signal for one moment, in one part of its rows.

    `names` are rows of tables: first one for each event, the newest event first, then what else belongs to the events,
    the signal's own tables before those that were joined on the way. `lines` is the number of names that are an event
    each. `days` are the days of the events, one each; `total` is how many events there are, `among` of how many in the
    window they are those that attain the measure: 0 where all are meant. `values` are features of the party that the
    rows belong to, for a signal of parties.
    """

    names: list[RowName] = field(default_factory=list)
    lines: int = 0
    days: list[int] = field(default_factory=list)
    total: int = 0
    among: int = 0
    values: Mapping[str, float] = field(default_factory=dict)

    @property
    def first(self) -> tuple[RowName, ...]:
        """The rows that a reason names."""
        return tuple(dict.fromkeys((*self.events, *self.others)))

    @property
    def events(self) -> tuple[RowName, ...]:
        """The row that stands for each of the first events."""
        rest = len(self.names) - self.lines
        return tuple(self.names[: min(self.lines, MAX_NAMED_EVENTS - min(rest, MIN_OTHER_ROWS))])

    @property
    def others(self) -> tuple[RowName, ...]:
        """What else is named."""
        return tuple(self.names[self.lines :][: MAX_NAMED_EVENTS - len(self.events)])


Found = Mapping[int, Mapping[Part, EvidenceRows]]
"""By the moment's number and the part."""
Fetched = tuple[Mapping[str, int], Mapping[int, list[Any]]]


def find_evidence(
    signal: CompiledSignal,
    engine: Engine,
    parties: Mapping[int, Sequence[int]] | None = None,
    *,
    reference_tables: Collection[str] = (),
    dated: Collection[str] = (),
    parts: Iterable[Part] = (Part(),),
    features: Sequence[Mapping[str, float]] = (),
    fetched: Fetched | None = None,
    wanted: Mapping[int, Collection[Part]] | None = None,
) -> Found:
    """Evidence of a signal, or of one of its groups, for every moment of the run.

    A signal of parties that takes the largest value among those of a case is proved by the rows of one of them: of the
    one that has most.

    Args:
        signal: The signal; its views must have been made with evidence.
        engine: Where.
        parties: For a signal of parties: from the party's moment to those of its cases.
        reference_tables: Tables that say what a thing is; their rows are named only where nothing
            says what happened to it.
        dated: Tables that have the day of the events in a column of that name: their rows stand for the events first.
        parts: The parts that are wanted.
        features: For a signal of parties: what is measured of each party, by its moment.
        fetched: What `evidence_of` gave, where several groups are asked for.
        wanted: Instead of `parts`: those that are wanted of each case, where most are not asked for.
    """
    place, by_moment = fetched or evidence_of(signal, engine)
    reading = _Reading(signal=signal, place=place, reference_tables=reference_tables, dated=dated)
    found: dict[int, dict[Part, EvidenceRows]] = {}
    for moment, rows in by_moment.items():
        cases = parties.get(moment, ()) if parties is not None else (moment,)
        asking = {case: tuple(parts) if wanted is None else wanted.get(case, ()) for case in cases}
        of_any = dict.fromkeys(part for each in asking.values() for part in each)
        own = reading.own(rows) if of_any else []
        for part in of_any:
            behind = reading.of(own, part)
            if not behind.total:
                continue
            if features:
                behind.values = features[moment]
            for case in (case for case, each in asking.items() if part in each):
                there = found.setdefault(case, {})
                there[part] = _of_both(signal, there.get(part), behind)
    return found


def evidence_of(signal: CompiledSignal, engine: Engine) -> Fetched:
    """What the evidence query of a signal gives: the columns' places, and the rows by moment."""
    by_moment: dict[int, list[Any]] = {}
    with naming(f"The evidence of the signal {signal.name}"):
        columns, rows = engine.fetch_rows(signal.evidence_sql[engine.dialect])
        place = {name: i for i, name in enumerate(columns)}
        for row in rows:
            by_moment.setdefault(int(row[place["_moment"]]), []).append(row)
    return place, by_moment


def reference_tables_of(contract: Contract) -> frozenset[str]:
    """Tables that say what a thing is and have no day of their own: assets, accounts.

    Parties are none: that two of them share an address or a phone is proved by their rows.
    """
    return frozenset(
        name
        for name in set(contract.references.values()) - {PARTIES}
        if name and contract.tables[name].known_at.rule is KnownRule.ALWAYS and contract.tables[name].parent is None
    )


@dataclass(frozen=True, kw_only=True)
class _Reading:
    """Reads what the evidence query of one signal gives."""

    signal: CompiledSignal
    place: Mapping[str, int]
    reference_tables: Collection[str]
    dated: Collection[str]

    def own(self, rows: Sequence[Any]) -> list[Any]:
        """Of one moment's rows those with the codes that the signal speaks of, the newest first."""
        header = self.signal.header
        codes = [(self.place[each.column], code) for each, code in zip(header.by, header.codes, strict=False)]
        own = [row for row in rows if all(row[place] == code for place, code in codes)]
        return sorted(own, key=lambda row: row[self.place["_place"]])

    def of(self, rows: Sequence[Any], part: Part) -> EvidenceRows:
        """The events of one moment that are in a part of the rows."""
        if not rows:
            return EvidenceRows()
        within, total = self._within(rows, part.window)
        among = 0
        if part.measure and len(within) == total:  # of more than are at hand nobody knows which attain it
            picked = self._attaining(within, part.measure)
            if picked and len(picked) < total:
                within, total, among = picked, len(picked), total
        named = [names_in(row[self.place["_evidence"]]) for row in within]
        events = self._events(named)
        own = set(self.signal.own_tables)
        every = sorted((name for names in named for name in names), key=lambda name: name[0] not in own)  # stable
        first_rows = set(events)
        others = dict.fromkeys(name for name in every if name not in first_rows)
        spoken = [name for name in others if name[0] not in self.reference_tables]
        first = events[:MAX_NAMED_EVENTS]
        names = [*first, *(spoken if events or spoken else others)]
        return EvidenceRows(
            names=names[:MAX_NAMED_ROWS], lines=len(first), days=self._days(within), total=total, among=among
        )

    def _within(self, rows: Sequence[Any], window: str | None) -> tuple[Sequence[Any], int]:
        number = next((i for i, each in enumerate(self.signal.header.windows) if each.text == window), None)
        if number is None or f"_in{number}" not in self.place:
            return rows, int(rows[0][self.place["_total"]])
        flag = self.place[f"_in{number}"]
        within = [row for row in rows if row[flag]]
        return within, int(within[0][self.place[f"_of{number}"]]) if within else 0

    def _attaining(self, rows: Sequence[Any], name: str) -> Sequence[Any]:
        measure = next(each for each in self.signal.header.measures if each.name == name)
        place = self.place[str(measure.column)]
        return [rows[number] for number in measure.attaining([row[place] for row in rows])]

    def _days(self, rows: Sequence[Any]) -> list[int]:
        at = self.place.get(self.signal.header.at or "")
        if at is None:
            return []
        scale = SECONDS_A_DAY if self.signal.kinds[str(self.signal.header.at)] == "ts" else 1
        return [int(row[at]) // scale for row in rows if row[at] is not None]

    def _events(self, named: Sequence[Sequence[RowName]]) -> list[RowName]:
        """One row for each event, all of one table: the one whose rows tell the events apart best.

        Of equals, a table with the events' day comes before the signal's other own tables.
        """
        tables = dict.fromkeys((*self.signal.own_tables, *(name[0] for names in named for name in names)))
        best: list[RowName] = []
        # sorting is stable: of equals the signal's own tables stay in front
        for table in sorted(tables, key=lambda table: (table in self.reference_tables, table not in self.dated)):
            each = _one_each([[name for name in names if name[0] == table] for names in named])
            if len(set(each)) > len(set(best)):
                best = each
        return best


def _one_each(named: Sequence[Sequence[RowName]]) -> list[RowName]:
    """A row of each event, another one where there is one; nothing where an event has none."""
    taken: dict[RowName, None] = {}
    each = []
    for names in named:
        if not names:
            return []
        name = next((name for name in names if name not in taken), names[0])
        taken.setdefault(name)
        each.append(name)
    return each


def names_in(text: str | None) -> list[RowName]:
    """The rows named in one cell, in an order that no engine can change."""
    entries = {entry for entry in (text or "").split(END) if FIELD in entry}
    return sorted([(table, key) for table, _, key in [entry.partition(FIELD) for entry in entries]])


def _of_both(signal: CompiledSignal, one: EvidenceRows | None, other: EvidenceRows) -> EvidenceRows:
    """The rows of two parties of a case: together where their values are added up, else of the one that has more."""
    if one is None:
        return other
    if signal.header.across != "sum":
        return one if one.total >= other.total else other
    lines = [*one.names[: one.lines], *other.names[: other.lines]]
    rest = [*one.names[one.lines :], *other.names[other.lines :]]
    return EvidenceRows(  # `values` stay those of the case: they are sums
        names=[*lines[:MAX_NAMED_EVENTS], *rest][:MAX_NAMED_ROWS],
        lines=min(len(lines), MAX_NAMED_EVENTS),
        days=sorted((*one.days, *other.days), reverse=True),
        total=one.total + other.total,
    )
