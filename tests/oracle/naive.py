"""The features of a moment, worked out row by row.

A signal is a twin (a Python function that yields its rows) and a header (the header of its SQL file). The features are
the header's measures over its windows; an unknown day, a missing table or one that does not cover the case makes null.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import yaml

from tests.oracle.coverage import Place, has_data
from tests.oracle.days import day_number, window
from tests.oracle.known import KnownTables, Row
from tests.oracle.measures import DAY, ONCE, Measure, Number, across
from zbrisk.contract import Contract

HEADER = re.compile(r"/\*(?P<header>.*?)\*/(?P<sql>.*)", re.DOTALL)
NAMED = re.compile(r"\b(?:from|join)\s+(\w+)")
SIGNALS = Path(__file__).parent / "signals"
Feature = tuple[str, str, str]  # signal, measure, window
Codes = Mapping[str, str]
Rows = Callable[["Day"], Iterator[Row]]


@dataclass(frozen=True)
class Moment:
    """A case, on a day."""

    case_id: str
    as_of: date


@dataclass(frozen=True, kw_only=True)
class SignalHeader:
    """What the header of a signal file says, as far as features hang on it; `tables` all it or a view reads.

    `features` are codes (of each column of `by`), measures and windows.
    """

    name: str
    at: str | None
    of: str
    through: str | None
    across: str
    requires: tuple[str, ...]
    features: tuple[tuple[Codes, Measure, str], ...]
    tables: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Twin:
    """A relation as nested loops. `money` are its columns in 分; `at_ts` says that `at` is in seconds.

    `partial` are tables without which what is found counts, and that nothing is found says nothing.
    """

    rows: Rows
    money: frozenset[str] = frozenset()
    at_ts: bool = False
    partial: frozenset[str] = frozenset()


class Day:
    """What a twin sees: the tables as they were known at the start of `today`, and the case (or `this`: the party)."""

    def __init__(self, oracle: Oracle, today: int, case: Row, this: Row | None = None) -> None:
        self.oracle = oracle
        self.today = today
        self.this_case = case
        self.this = this or {}
        self._views: dict[str, list[Row]] = {}
        self._signals: dict[str, list[Row]] = {}

    def rows(self, table: str, **equal: Any) -> list[Row]:
        """The visible rows whose columns have these values; an equality with null holds for no row."""
        return self.oracle.known.where(table, self.today, equal)

    def view(self, name: str, **equal: Any) -> list[Row]:
        """The rows of a view, as this case has them."""
        if name not in self._views:
            self._views[name] = list(self.oracle.views[name].rows(self))
        return _where(self._views[name], equal)

    def signal(self, name: str) -> list[Row]:
        """The rows of a signal, each with the day of its event."""
        if name not in self._signals:
            at, twin = self.oracle.headers[name].at, self.oracle.signals[name]
            self._signals[name] = [row | {DAY: _event_day(row, at, twin.at_ts)} for row in twin.rows(self)]
        return self._signals[name]

    def of(self, this: Row) -> Day:
        """The same day, for one party (or asset)."""
        return Day(self.oracle, self.today, {}, this)


class Oracle:
    """Features of moments.

    Args:
        contract: The contract in force.
        tables: Public rows by table; a table that is not there was not supplied.
        signals: The twins by signal name.
        views: The twins by view name.
    """

    def __init__(
        self,
        contract: Contract,
        tables: Mapping[str, Sequence[Row]],
        signals: Mapping[str, Twin],
        views: Mapping[str, Twin],
    ) -> None:
        self.contract = contract
        self.known = KnownTables(contract, tables)
        self.signals = signals
        self.views = views
        self.headers = {name: read_header(SIGNALS / f"{name}.sql", contract) for name in signals}
        self._parties: dict[tuple[str, str, int], Day] = {}

    def case_at(self, case_id: str, as_of: int) -> Row | None:
        """The case as known at `as_of`, with those reference days that had come; None if it was not known."""
        cohort = self.contract.cohort
        case = self._row(cohort.table, cohort.key, case_id, as_of)
        if case is None:
            return None
        days: dict[str, int | None] = {"as_of": as_of}
        for moment in cohort.reference_days:
            source: Row | None = case
            if moment.via:
                assert moment.table
                key = self.contract.tables[moment.table].key[0]
                source = self._row(moment.table, key, case[moment.via], as_of)
            day = source[moment.column] if source else None
            days[moment.name] = day if day is not None and day < as_of else None
        return case | days

    def features(self, moment: Moment) -> dict[Feature, float | None]:
        """Every feature of every signal at a moment."""
        as_of = day_number(moment.as_of)
        case = self.case_at(moment.case_id, as_of)
        assert case is not None, f"{moment} is not known"
        day = Day(self, as_of, case)
        values = {}
        for name, header in self.headers.items():
            for codes, measure, text in header.features:
                value = self._feature(header, codes, measure, text, day)
                values[group_name(name, codes), measure.text, text] = None if value is None else float(value)
        return values

    def _row(self, table: str, key: str, value: Any, as_of: int) -> Row | None:
        return next(iter(self.known.where(table, as_of, {key: value})), None)

    def _feature(self, header: SignalHeader, codes: Codes, measure: Measure, text: str, day: Day) -> Number:
        parties = {row["party_id"] for row in day.rows("case_parties", case_id=day.this_case["case_id"])}
        if header.of == "case":
            value = self._measured(header, measure, text, day, _where(day.signal(header.name), codes), parties)
        else:
            value = self._of_parties(header, codes, measure, text, day, parties)
        return measure.yuan(value, self.signals[header.name].money)

    def _of_parties(
        self, header: SignalHeader, codes: Codes, measure: Measure, text: str, day: Day, parties: set[str]
    ) -> Number:
        """Measured once per party, then brought to the case. A case whose party is not known has no data.

        Coverage that names a party holds for that party alone where parties are measured, and else for its whole case.
        """
        assert header.through
        column = f"{header.of}_id"
        ids = {row[column] for row in day.view(header.through)} - {None}
        if not ids:
            return None
        values = []
        for this in sorted(ids):
            party = self._parties.setdefault((column, this, day.today), day.of({column: this}))
            rows = _where(party.signal(header.name), codes)
            values.append(self._measured(header, measure, text, day, rows, {this} if header.of == "party" else parties))
        return across(measure, values, header.across)

    def _measured(
        self, header: SignalHeader, measure: Measure, text: str, day: Day, rows: list[Row], parties: set[str]
    ) -> Number:
        span = window(text, day.this_case)
        unknown = [name for name in header.requires if day.this_case[name] is None]
        if span is None or unknown:
            return None
        place = Place(court_code=day.this_case.get("court_code"), case_id=day.this_case["case_id"], party_ids=parties)
        coverage = day.rows("coverage")
        lacking = {
            table
            for table in header.tables
            if not self.known.there(table, day.today) or not has_data(table, coverage, place, span)
        }
        inside = [row for row in rows if row[DAY] is not None and row[DAY] in span] if header.at else rows
        if lacking - self.signals[header.name].partial or (lacking and not inside):
            return None
        return measure.value(inside, header.at, day.today, day.this_case)


def read_header(path: Path, contract: Contract) -> SignalHeader:
    """The header of a signal file."""
    match = HEADER.match(path.read_text(encoding="utf-8"))
    assert match, path
    header = yaml.safe_load(match["header"])
    through = header.get("through")
    named = named_tables(match["sql"], contract, path.parent)
    if through:
        named |= view_tables(through, contract, path.parent)
    return SignalHeader(
        name=path.stem,
        at=header.get("at"),
        of=header.get("of", "case"),
        through=through,
        across=header.get("across", "max"),
        requires=tuple(header.get("requires", ())),
        features=tuple(_features(header)),
        tables=frozenset(named),
    )


def group_name(signal: str, codes: Codes) -> str:
    """What a signal is called where it speaks of some codes alone."""
    return ".".join((signal, *codes.values()))


def _features(header: Mapping[str, Any]) -> Iterator[tuple[Codes, Measure, str]]:
    by = header.get("by", {})
    for combination in product(*by.values()):
        codes = dict(zip(by, combination, strict=True))
        for entry in header["measures"]:
            text, own = next(iter(entry.items())) if isinstance(entry, dict) else (entry, None)
            measure = Measure(text)
            windows = own or (["all"] if measure.call[0] in ONCE else header.get("windows", ["all"]))
            yield from ((codes, measure, str(each)) for each in windows)


def named_tables(sql: str, contract: Contract, folder: Path) -> set[str]:
    """The tables of the contract that a statement reads, itself or through views."""
    tables: set[str] = set()
    for name in NAMED.findall(sql):
        tables |= {name} if name in contract.tables else view_tables(name, contract, folder)
    return tables


def view_tables(view: str, contract: Contract, folder: Path) -> set[str]:
    """The tables that a view reads; none if the name is no view (a CTE, `this_case`)."""
    path = folder / "views" / f"{view}.sql"
    match = HEADER.match(path.read_text(encoding="utf-8")) if path.exists() else None
    return named_tables(match["sql"], contract, folder) if match else set()


def _event_day(row: Row, at: str | None, at_ts: bool) -> int | None:
    value = row[at] if at else None
    return value // 86400 if value is not None and at_ts else value


def _where(rows: list[Row], equal: Mapping[str, Any]) -> list[Row]:
    if None in equal.values():
        return []
    return [row for row in rows if all(row[column] == value for column, value in equal.items())]
