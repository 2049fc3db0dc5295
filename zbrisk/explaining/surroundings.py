"""What stands around a case beside its reasons: what was queried, who holds what, who is near, what is seized.

A page draws its pictures from it. What no view of the program has, and no table holds, is left out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from zbrisk.compiler.compile_relation import compile_relation
from zbrisk.compiler.compiled import CompiledRelation, Program
from zbrisk.compiler.views import open_namespace
from zbrisk.contract import ColumnType, Contract
from zbrisk.docket.days import to_date
from zbrisk.docket.presence import present_on
from zbrisk.docket.rows import public_row, public_value
from zbrisk.engines.engine import Engine
from zbrisk.engines.limits import naming
from zbrisk.identifiers import sql_name
from zbrisk.signals.signal_file import SignalFile

__all__ = [
    "NO_SURROUNDINGS",
    "SEIZURES",
    "Holding",
    "Near",
    "Query",
    "Seizure",
    "Surroundings",
    "seizures_in_force",
    "surroundings",
    "surroundings_questions",
]

OWNED, HELD_NEAR, CIRCLE = "owned_assets", "circle_assets", "circle"
QUERIES, SEIZURES, CONFIDENCE, ACCOUNTS = "queries", "seizures", "confidence", "accounts"
HOLDING = ("holder_id", "asset_id", "asset_class", "value", "own_from", "own_until")
ASSETS = {"assets", "asset_events"}
SURE = 1.0
Row = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Query:
    """A query of a debtor's property in this case."""

    party_id: str
    asset_class: str
    day: dt.date
    channel: str | None
    result: str | None
    amount: float | None  # yuan


@dataclass(frozen=True, kw_only=True)
class Holding:
    """A thing that a debtor, or somebody near one, holds or held, as registers have it; `value` is in yuan."""

    holder_id: str
    asset_id: str
    asset_class: str
    value: float | None
    since: dt.date | None
    until: dt.date | None  # None: still held


@dataclass(frozen=True, kw_only=True)
class Near:
    """Somebody near a debtor: by which path, and how sure its first step is (0..1)."""

    party_id: str
    debtor_id: str
    path: str
    confidence: float


@dataclass(frozen=True, kw_only=True)
class Seizure:
    """A thing that this case seized, and until when the seizure, as last renewed, runs."""

    asset_id: str
    asset_class: str | None
    since: dt.date
    until: dt.date | None


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """All of it; `queries` is None where no table has queries, and `holdings` where no view has assets."""

    queries: tuple[Query, ...] | None = None
    holdings: tuple[Holding, ...] | None = None
    circle: tuple[Near, ...] = ()
    seizures: tuple[Seizure, ...] = ()
    accounts: Mapping[str, str] = field(default_factory=dict)  # of the case's parties, with their holders


NO_SURROUNDINGS = Surroundings()


def surroundings(program: Program, engine: Engine, contract: Contract, as_of: int) -> Surroundings:
    """The surroundings of the one case that a run was started for on this engine."""
    present = present_on(engine.known_since, as_of)
    rows = {
        name: [public_row(question.kinds, each) for each in _fetched(engine, question.sql[engine.dialect])]
        for name, question in surroundings_questions(contract).items()
        if present.issuperset(question.tables)
    }
    queries = [_query(row) for row in rows.get(QUERIES, ())]
    owned, near = (list(_holdings(program, engine, view)) for view in (OWNED, HELD_NEAR))
    known = _has(program, OWNED, set(HOLDING)) and present.issuperset(ASSETS)
    return Surroundings(
        queries=tuple(sorted(queries, key=_by_day)) if QUERIES in rows else None,
        holdings=tuple(sorted([*owned, *near], key=_by_value)) if known else None,
        circle=tuple(_circle(program, engine, rows.get(CONFIDENCE, ()))),
        seizures=tuple(seizures_in_force(rows.get(SEIZURES, ()))),
        accounts={str(row["account_id"]): str(row["holder_id"]) for row in sorted(rows.get(ACCOUNTS, ()), key=str)},
    )


def _query(row: Row) -> Query:
    return Query(
        party_id=str(row["party_id"]),
        asset_class=str(row["asset_class"]),
        day=row["query_date"],
        channel=row["channel"],
        result=row["result"],
        amount=row["amount"],
    )


def _by_day(query: Query) -> tuple[object, ...]:
    return query.day, query.asset_class, query.party_id, query.channel or "", query.result or "", query.amount or 0.0


def _by_value(holding: Holding) -> tuple[object, ...]:
    return -(holding.value or 0.0), holding.asset_id, holding.holder_id


def _holdings(program: Program, engine: Engine, view: str) -> Iterator[Holding]:
    for row in _of_view(program, engine, view, HOLDING):
        yield Holding(
            holder_id=str(row["holder_id"]),
            asset_id=str(row["asset_id"]),
            asset_class=str(row["asset_class"]),
            value=None if row["value"] is None else float(public_value(ColumnType.MONEY, row["value"])),
            since=None if row["own_from"] is None else to_date(int(row["own_from"])),
            until=None if row["own_until"] is None else to_date(int(row["own_until"])),
        )


def _circle(program: Program, engine: Engine, ties: Sequence[Row]) -> Iterator[Near]:
    sure: dict[frozenset[str], float] = {}
    for row in ties:
        pair = frozenset((str(row["party_a"]), str(row["party_b"])))
        confidence = SURE if row["confidence"] is None else float(row["confidence"])
        sure[pair] = max(sure.get(pair, 0.0), confidence)
    rows = list(_of_view(program, engine, CIRCLE, ("party_id", "debtor_id", "via_id", "path")))
    for row in sorted(rows, key=lambda row: (str(row["path"]), str(row["party_id"]))):
        first = frozenset((str(row["debtor_id"]), str(row["via_id"])))
        yield Near(
            party_id=str(row["party_id"]),
            debtor_id=str(row["debtor_id"]),
            path=str(row["path"]),
            confidence=sure.get(first, SURE),
        )


def seizures_in_force(rows: Sequence[Row]) -> Iterator[Seizure]:
    """Of one case's answers to the question about seizures, those that nothing has lifted; a renewal moves the end."""
    by_asset: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda row: (row["event_date"], str(row["event"]))):
        by_asset.setdefault(str(row["asset_id"]), []).append(row)
    for asset, events in sorted(by_asset.items()):
        ended = max((n for n, row in enumerate(events) if row["event"] in ("lift", "dispose")), default=-1)
        in_force = [row for row in events[ended + 1 :] if row["event"] in ("seize", "renew")]
        if in_force:
            yield Seizure(
                asset_id=asset,
                asset_class=in_force[0]["asset_class"],
                since=in_force[0]["event_date"],
                until=max((row["until_date"] for row in in_force if row["until_date"] is not None), default=None),
            )


def _of_view(program: Program, engine: Engine, name: str, columns: tuple[str, ...]) -> list[dict[str, Any]]:
    if not _has(program, name, set(columns)):
        return []
    return list(_fetched(engine, f"select distinct {', '.join(columns)} from {sql_name(name)}"))


def _has(program: Program, name: str, columns: set[str]) -> bool:
    return any(view.name == name and columns <= set(view.kinds) for view in program.views)


def _fetched(engine: Engine, query: str) -> Iterator[dict[str, Any]]:
    with naming("What stands around the case"):
        names, rows = engine.fetch_rows(query)
    return (dict(zip(names, row, strict=True)) for row in rows)


# -- what is asked -----------------------------------------------------------------------------------------------------

_QUERIES = """select this_case.{key}, asked.party_id, asked.asset_class, asked.query_date, asked.channel,
  asked.result, asked.amount
from this_case join property_queries as asked on asked.case_id = this_case.{key}"""
_SEIZURES = """select this_case.{key}, seized.asset_id, seized.event, seized.event_date, seized.until_date,
  thing.asset_class
from this_case
join asset_events as seized
  on seized.case_id = this_case.{key} and seized.event in ('seize', 'renew', 'lift', 'dispose')
left join assets as thing on thing.asset_id = seized.asset_id"""
_CONFIDENCE = """select this_case.{key}, tied.party_a, tied.party_b, tied.confidence
from this_case
join case_parties as debtor on debtor.case_id = this_case.{key} and debtor.role in ('debtor', 'guarantor')
join party_relations as tied on tied.party_a = debtor.party_id
union all
select this_case.{key}, tied.party_a, tied.party_b, tied.confidence
from this_case
join case_parties as debtor on debtor.case_id = this_case.{key} and debtor.role in ('debtor', 'guarantor')
join party_relations as tied on tied.party_b = debtor.party_id"""
_ACCOUNTS = """select this_case.{key}, account.account_id, account.holder_id
from this_case
join case_parties as own on own.case_id = this_case.{key}
join accounts as account on account.holder_id = own.party_id"""
_SQL = {QUERIES: _QUERIES, SEIZURES: _SEIZURES, CONFIDENCE: _CONFIDENCE, ACCOUNTS: _ACCOUNTS}
_NEEDED = {
    QUERIES: {
        "property_queries": {"case_id", "party_id", "asset_class", "query_date", "channel", "result", "amount"},
    },
    SEIZURES: {
        "asset_events": {"case_id", "asset_id", "event", "event_date", "until_date"},
        "assets": {"asset_id", "asset_class"},
    },
    CONFIDENCE: {
        "case_parties": {"case_id", "party_id", "role"},
        "party_relations": {"party_a", "party_b", "confidence"},
    },
    ACCOUNTS: {"case_parties": {"case_id", "party_id"}, "accounts": {"account_id", "holder_id"}},
}


@lru_cache(maxsize=8)
def surroundings_questions(contract: Contract) -> dict[str, CompiledRelation]:
    """What can be asked of tables under this contract."""
    if contract.cohort.key != "case_id":
        return {}
    namespace = open_namespace(contract, ())
    files = {
        name: SignalFile(name=name, path="surroundings", header={}, sql=text.format(key=contract.cohort.key))
        for name, text in _SQL.items()
        if all(
            table in contract.tables and columns <= set(contract.tables[table].columns)
            for table, columns in _NEEDED[name].items()
        )
    }
    return {name: compile_relation(file, namespace) for name, file in files.items()}
