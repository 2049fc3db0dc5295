"""The rows behind a reason: found by the compiled evidence query, named by table and key."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from zbrisk.compiler.compiled import CompiledSignal
from zbrisk.contract import Contract, KnownRule
from zbrisk.engines.engine import Engine
from zbrisk.engines.limits import naming

__all__ = ["FoundRows", "RowName", "names_in", "registers_of", "rows_behind"]

RowName = tuple[str, str]  # table, key
FIELD, END = "\x1f", "\x1e"
PARTIES = "parties"
MOST = 50  # rows of tables that are kept for one reason
FIRST = 20  # of which so many are named beside it


@dataclass(kw_only=True)
class FoundRows:
    """What stands behind one signal for one moment.

    `names` are rows of tables, the signal's own tables first and in the order of the newest event; `days` the days of
    the events; `total` how many events there are.
    """

    names: list[RowName] = field(default_factory=list)
    days: list[int] = field(default_factory=list)
    total: int = 0

    @property
    def first(self) -> tuple[RowName, ...]:
        """The rows that a reason names."""
        return tuple(self.names[:FIRST])


def rows_behind(
    signal: CompiledSignal,
    engine: Engine,
    parties: Mapping[int, Sequence[int]] | None = None,
    *,
    registers: Collection[str] = (),
) -> dict[int, FoundRows]:
    """Evidence of a signal for every moment of the run, by the moment's number.

    Args:
        signal: The signal; its views must have been made with evidence.
        engine: Where.
        parties: For a signal of parties: from the party's moment to those of its cases.
        registers: Tables that say what a thing is; their rows are named only where nothing says what happened to it.
    """
    by_moment: dict[int, list[Any]] = {}
    with naming(f"The evidence of the signal {signal.name}"):
        columns, rows = engine.fetch_rows(signal.evidence_sql[engine.dialect])
        place = {name: i for i, name in enumerate(columns)}
        for row in rows:
            by_moment.setdefault(int(row[place["_m"]]), []).append(row)
    at = place.get(signal.card.at or "")
    scale = 86_400 if signal.card.at and signal.kinds[signal.card.at] == "ts" else 1
    found: dict[int, FoundRows] = {}
    for moment, own in by_moment.items():
        own.sort(key=lambda row: row[place["_place"]])
        behind = _gathered(own, place, at, scale, set(signal.own_tables), registers)
        for case in parties.get(moment, ()) if parties is not None else (moment,):
            found[case] = _joined(found[case], behind) if case in found else behind
    return found


def registers_of(contract: Contract) -> frozenset[str]:
    """Tables that say what a thing is and have no day of their own: assets, accounts.

    Parties are none: that two of them share an address or a phone is proved by their rows.
    """
    return frozenset(
        name
        for name in set(contract.references.values()) - {PARTIES}
        if contract.tables[name].known_at.rule is KnownRule.ALWAYS and contract.tables[name].parent is None
    )


def _gathered(
    rows: Sequence[Any],
    place: Mapping[str, int],
    at: int | None,
    scale: int,
    own: Collection[str],
    registers: Collection[str],
) -> FoundRows:
    first: dict[RowName, None] = {}
    roads: dict[RowName, None] = {}
    days = []
    for row in rows:
        for name in names_in(row[place["_ev"]]):
            (first if name[0] in own else roads).setdefault(name)
        if at is not None and row[at] is not None:
            days.append(int(row[at]) // scale)
    names = [*first, *(name for name in roads if name not in first)]
    names = [name for name in names if name[0] not in registers] or names
    return FoundRows(names=names[:MOST], days=days, total=int(rows[0][place["_total"]]) if rows else 0)


def names_in(text: str | None) -> list[RowName]:
    """The rows named in one cell, in an order that no engine can change."""
    named = {tuple(entry.split(FIELD, 1)) for entry in (text or "").split(END) if FIELD in entry}
    return sorted((str(table), str(key)) for table, key in named)


def _joined(one: FoundRows, other: FoundRows) -> FoundRows:
    names = list(dict.fromkeys([*one.names, *other.names]))[:MOST]
    return FoundRows(names=names, days=[*one.days, *other.days], total=one.total + other.total)
