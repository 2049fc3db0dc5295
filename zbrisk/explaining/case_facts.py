"""The facts around the reasons: the case itself, its people, its days, and how fresh each table is."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

import duckdb

from zbrisk.compiler.compiled import Program
from zbrisk.contract import Contract
from zbrisk.docket.days import ALWAYS, NEVER, to_date
from zbrisk.docket.presence import present_on
from zbrisk.docket.validity import arrived_before, known_before
from zbrisk.engines.engine import Engine
from zbrisk.engines.limits import naming
from zbrisk.explaining.evidence import EvidenceRows, Part, RowName, reference_tables_of
from zbrisk.explaining.explanation import TableFreshness, TimelineEvent
from zbrisk.explaining.reason import Cell, EvidenceRow
from zbrisk.identifiers import sql_name

__all__ = [
    "Evidence",
    "Fetch",
    "case_facts",
    "evidence_rows",
    "free_texts",
    "freshness",
    "mentioned_parties",
    "people",
    "ties_of",
    "timeline",
]

About = TypeVar("About", bound=Hashable)
Evidence = Mapping[About, tuple[tuple[EvidenceRow, ...], tuple[EvidenceRow, ...]]]
Fetch = Callable[[str, Sequence[str]], list[dict[str, Any]]]  # table, keys -> rows in public types
MILESTONES = {"filed": "执行立案", "closed": "终结本次执行程序", "suit_filed": "起诉", "served": "应诉通知送达"}
PARTY_ROLES = "case_parties"
PARTIES = "parties"


def evidence_rows(contract: Contract, found: Mapping[About, EvidenceRows], fetch: Fetch) -> Evidence[About]:
    """Of each of several reasons one row for each of its first events, in full, and the other rows behind them.

    A row about a thing also says what the thing is. Rows that several reasons name are looked up once.
    """
    named = dict.fromkeys(name for each in found.values() for name in each.first)
    rows: dict[RowName, EvidenceRow] = {}
    for table in dict.fromkeys(table for table, _ in named):
        for row in fetch(table, [key for each, key in named if each == table]):
            rows[table, _key_text(contract, table, row)] = _evidence_row(contract, table, row)
    shown = {about: _on_their_days(each, rows) for about, each in found.items()}
    described = _with_things(contract, {name: rows[name] for names, _ in shown.values() for name in names}, fetch)
    return {
        about: (tuple([described[name] for name in events]), tuple([rows[name] for name in others]))
        for about, (events, others) in shown.items()
    }


def _on_their_days(each: EvidenceRows, rows: Mapping[RowName, EvidenceRow]) -> tuple[list[RowName], list[RowName]]:
    """The names that stand for the events, and the others; names without a row are left out.

    An event may rest on several rows of one table: the sale that it is, and an earlier one that it is measured from.
    The row of the event's own day stands for it, so far as any row has such a day.
    """
    events, others = ([name for name in names if name in rows] for names in (each.events, each.others))
    days = {to_date(day) for day in each.days}
    tables = {table for table, _ in events}
    dated = {name: days & _days_in(rows[name]) for name in (*events, *others) if name[0] in tables}
    own = sorted((name for name, on in dated.items() if on), key=lambda name: max(dated[name]), reverse=True)
    own = own[: len(events)]
    return (own, [name for name in (*events, *others) if name not in own]) if own else (events, others)


def _days_in(row: EvidenceRow) -> set[dt.date]:
    values = (*row.key.values(), *row.values.values())
    return {value.date() if isinstance(value, dt.datetime) else value for value in values if isinstance(value, dt.date)}


def _with_things(
    contract: Contract, rows: Mapping[RowName, EvidenceRow], fetch: Fetch
) -> Mapping[RowName, EvidenceRow]:
    """Lay what the register says of an asset or account, but for personal data, beside each row about it."""
    described = dict(rows)
    for register in sorted(reference_tables_of(contract)):
        key = contract.tables[register].key[0]
        ids = dict.fromkeys(str(row.values[key]) for row in rows.values() if row.values.get(key) is not None)
        entries = {str(entry[key]): entry for entry in (fetch(register, list(ids)) if ids else ())}
        columns = [c for c in contract.tables[register].columns if c != key]
        shown = [c for c in columns if f"{register}.{c}" not in contract.personal]
        for name, row in described.items():
            if entry := entries.get(str(row.values.get(key))):
                about = {c: entry[c] for c in shown if c in entry}
                described[name] = replace(row, values={**about, **row.values})
    return described


def case_facts(contract: Contract, case_id: str, fetch: Fetch) -> dict[str, Cell]:
    """The cohort's row: known, unrestricted columns in public types."""
    cohort = contract.cohort
    row = next(iter(fetch(cohort.table, [case_id])), {})
    hidden = {place.partition(".")[2] for place in contract.restricted if place.startswith(f"{cohort.table}.")}
    return {name: value for name, value in row.items() if name not in hidden}


def people(
    contract: Contract, engine: Engine, case_id: str, mentioned: Iterable[str], ties: Mapping[str, str], fetch: Fetch
) -> tuple[Mapping[str, Cell], ...]:
    """The people and firms of the case, then those whom the evidence mentions."""
    if PARTY_ROLES not in contract.tables or PARTIES not in contract.tables:
        return ()
    # sorted in Python: engines disagree on the order of texts beyond ASCII
    query = (
        f"select p.party_id, p.role from {PARTY_ROLES} as p join this_case as m on m.{contract.cohort.key} = p.case_id "
    )
    query += f"where {known_before('m._as_of', 'p.')}"
    roles: dict[str, str | None] = {}
    for party, role in sorted(engine.fetch_rows(query)[1]):
        roles.setdefault(str(party), str(role))
    for party in mentioned:
        roles.setdefault(party, None)
    known = {str(row["party_id"]): row for row in fetch(PARTIES, list(roles))}
    listed = []
    for party, role in roles.items():
        row = known.get(party, {})
        listed.append(
            {
                "party_id": party,
                "role": role,
                "name": row.get("name"),
                "party_kind": row.get("party_kind"),
                "hardship": row.get("hardship"),
                "tie": ties.get(party),
            }
        )
    return tuple(listed)


def ties_of(program: Program, engine: Engine) -> dict[str, str]:
    """How third parties belong to the case, where a view of the program says so in a `path`."""
    ties: dict[str, str] = {}
    for view in program.views:
        if view.kind == "case" and {"party_id", "path"} <= set(view.kinds):
            with naming(f"The view {view.name}"):
                reached = sorted(engine.fetch_rows(f"select party_id, path from {sql_name(view.name)}")[1])
            for party, path in reached:
                if party is not None and path is not None:
                    ties.setdefault(str(party), str(path).partition("→")[2] or str(path))
    return ties


def mentioned_parties(contract: Contract, rows: Iterable[EvidenceRow]) -> list[str]:
    """The parties that evidence rows name, in the order of the rows."""
    found: dict[str, None] = {}
    for row in rows:
        for column, value in {**row.key, **row.values}.items():
            if value is not None and contract.refers(row.table, column) == PARTIES:
                found.setdefault(str(value))
    return list(found)


def free_texts(contract: Contract, rows: Iterable[EvidenceRow]) -> Iterator[str]:
    """What people wrote into rows, each text once; columns that the contract masks are not among them."""
    seen = set()
    for row in rows:
        for column, value in {**row.key, **row.values}.items():
            if isinstance(value, str) and value not in seen and f"{row.table}.{column}" not in contract.personal:
                seen.add(value)
                yield value


def timeline(
    program: Program,
    days: Mapping[str, dt.date | None],
    found: Mapping[tuple[str, Part], EvidenceRows],
) -> tuple[TimelineEvent, ...]:
    """Milestones of the case and the day of each event of the evidence, in order.

    Args:
        program: The signals.
        days: Those of the case.
        found: By signal and part of its rows.
    """
    events = [
        TimelineEvent(day=day, label=MILESTONES.get(name, name), signal=None)
        for name, day in days.items()
        if day is not None
    ]
    for (name, part), behind in found.items():
        label = program.signal(name).header.label["zh"]
        about = {"label": label, "signal": name, **part._asdict()}
        events += [TimelineEvent(day=to_date(day), **about) for day in behind.days]
    return tuple(sorted(events, key=lambda event: (event.day, event.lane or "", event.label)))


def freshness(
    program: Program,
    contract: Contract,
    connection: sqlite3.Connection | duckdb.DuckDBPyConnection,
    known_since: Mapping[str, int],
    as_of: int,
) -> tuple[TableFreshness, ...]:
    """How far every table that the program reads reaches on the day.

    Args:
        program: The signals.
        contract: The contract in force.
        connection: Where all rows lie.
        known_since: From which day on each table is there.
        as_of: The number of the day.
    """
    names = [name for name in contract.tables if name in program.tables_of_signals]
    present = present_on(known_since, as_of)
    there = [name for name in names if name in present]
    arrived = {}
    if there:
        counts = (
            f"select '{name}', count(*), max(_known_from) from {name} where {arrived_before(as_of)}" for name in there
        )
        arrived = {
            name: (rows, newest) for name, rows, newest in connection.execute(" union all ".join(counts)).fetchall()
        }
    return tuple(_fresh(name, contract.tables[name].label, arrived.get(name)) for name in names)


def _fresh(name: str, label: str, arrived: tuple[int, int | None] | None) -> TableFreshness:
    rows, newest = arrived or (0, None)
    day = None if newest is None or newest in (ALWAYS, NEVER) else to_date(newest)
    return TableFreshness(table=name, label=label, present=arrived is not None, rows=rows, newest=day)


def _evidence_row(contract: Contract, table: str, row: Mapping[str, Any]) -> EvidenceRow:
    key = contract.tables[table].key
    return EvidenceRow(
        table=table,
        key={name: row[name] for name in key},
        known_at=row.get("known_at"),
        values={name: value for name, value in row.items() if name not in key and name != "known_at"},
    )


def _key_text(contract: Contract, table: str, row: Mapping[str, Any]) -> str:
    return "|".join("" if row[name] is None else _text(row[name]) for name in contract.tables[table].key)


def _text(value: Any) -> str:
    return value.strftime("%Y-%m-%d %H:%M:%S") if isinstance(value, dt.datetime) else str(value)
