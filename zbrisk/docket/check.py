"""Validate tables against the contract: list everything that is wrong rather than the first thing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from zbrisk.contract import ColumnType, Contract, KnownRule, Table, load_contract
from zbrisk.contract.contract import SECONDS_A_DAY
from zbrisk.docket import days
from zbrisk.docket.cells import KNOWN_AT
from zbrisk.docket.connecting import quoted
from zbrisk.docket.days import ALWAYS, NEVER, day_number, to_date
from zbrisk.docket.docket import Docket, open_docket
from zbrisk.docket.faults import EXAMPLES, Fault, missing_columns, missing_tables, read_once, shown, unreadable_cells
from zbrisk.docket.finding import find
from zbrisk.docket.loading import batch_fed, dated_rows, is_small, new_connection, typed_rows
from zbrisk.docket.opened import is_opened
from zbrisk.docket.sources import Source, SuppliedTable, Supplies, reading, release, supply
from zbrisk.docket.validity import key_text, parents_first, repeated_keys
from zbrisk.errors import ZbriskError
from zbrisk.scratch import discard

__all__ = ["Findings", "TableSummary", "check"]

DAYS = (ColumnType.DATE, ColumnType.TS)
OLDEST = "1901-01-01"  # a registry may know marriages of 1946; 1900-01-01 and 0001-01-01 stand for no day
NOTHING = ("nan", "NaN", "None", "NULL", "Null", "null", "<NA>", "NaT", "#N/A", "N/A", "undefined")
DATED = f"filter (where _known_from not in ({ALWAYS}, {NEVER}))"


@dataclass(frozen=True, kw_only=True)
class TableSummary:
    """What was supplied of one table: rows, and the first and last day on which one became known."""

    table: str
    place: str
    rows: int
    first_known: dt.date | None
    last_known: dt.date | None


@dataclass(frozen=True, kw_only=True)
class Findings:
    """All faults, errors before warnings, and what was supplied."""

    faults: tuple[Fault, ...]
    tables: tuple[TableSummary, ...]

    @property
    def passed(self) -> bool:
        """Whether the tables can be opened and mean what they should."""
        return all(fault.warning for fault in self.faults)


def check(
    source: Source,
    *,
    contract: Contract | None = None,
    tables_file: str | Path | None = None,
    memory_limit: str = "3GB",
) -> Findings:
    """Validate tables against the contract.

    Args:
        source: As for `open_docket`.
        contract: What the tables should be; zbrisk's own by default.
        tables_file: A team's own tables or contract, instead of `contract`.
        memory_limit: What DuckDB may use before it spills to disk.

    Raises:
        DataError: There is nothing to check, or a file cannot be read at all.
        ContractError: The tables file does not hold together.
    """
    contract = contract or load_contract(tables_file)
    findings = (_kept if is_opened(source) else _examined)(source, contract, memory_limit)
    if not findings.passed:
        return findings
    more = tuple(_opened(source, contract, memory_limit))
    return replace(findings, faults=tuple(sorted((*findings.faults, *more), key=lambda fault: fault.warning)))


def _kept(source: Source, contract: Contract, memory_limit: str) -> Findings:
    """What opened tables hold; their cells were looked at when they were opened."""
    with closing(open_docket(source, contract=contract, memory_limit=memory_limit)) as docket:
        order = [name for name in contract.tables if name in docket.present]
        summaries = tuple(_summary(docket.connection, name, f"{source}, table {name}") for name in order)
    return Findings(faults=(), tables=summaries)


def _examined(source: Source, contract: Contract, memory_limit: str) -> Findings:
    """What can be seen of each table, without opening them all."""
    found = find(source, contract)
    connection, folder = new_connection(found, memory_limit)
    try:
        supplies = supply(connection, found, contract)
        faults = [*missing_tables(contract, supplies), *_passed_over(contract, supplies)]
        batch = batch_fed(connection, supplies)
        for name in parents_first(contract, supplies):
            faults += missing_columns(contract, supplies[name])
            with read_once(connection, contract.tables[name], supplies[name], few=is_small(found)) as rows:
                faults += unreadable_cells(connection, contract, rows, batch=name in batch)
                _load_leniently(connection, contract.tables[name], rows, supplies)
        release(connection, supplies.values())
        for name in supplies:
            faults += _Examiner(connection, contract, contract.tables[name], frozenset(supplies)).faults()
        order = {name: number for number, name in enumerate(contract.tables)}
        faults.sort(key=lambda fault: (fault.warning, order.get(fault.table, len(order))))
        summaries = tuple(_summary(connection, name, supplies[name].place) for name in order if name in supplies)
        return Findings(faults=tuple(faults), tables=summaries)
    finally:
        connection.close()
        discard(folder)


def _passed_over(contract: Contract, supplies: Supplies) -> Iterator[Fault]:
    """Tables and columns that the contract does not name: often a misspelt name, whose data would go missing."""
    known = ", ".join(name for name in contract.tables if name not in supplies)
    for place, why in supplies.passed_over.items():
        yield Fault(
            table=place,
            column="",
            problem=why,
            cure="Rename it, or leave it." + (f" Not supplied are {known}." if known else ""),
            warning=True,
        )
    for name, supplied in supplies.items():
        columns = contract.tables[name].columns
        extra = [column for column in supplied.columns if column not in columns and column != "known_at"]
        absent = ", ".join(column for column in columns if column not in supplied.columns)
        if extra:
            cure = f"Rename them, or leave them. Not supplied are {absent}." if absent else "Leave them."
            yield Fault(
                table=name, column=", ".join(extra), problem="not in the contract, ignored", cure=cure, warning=True
            )


def _opened(source: Source, contract: Contract, memory_limit: str) -> Iterator[Fault]:
    """What stands in the way of working with the tables, though each keeps the contract."""
    cohort = contract.cohort
    try:
        docket = open_docket(source, contract=contract, memory_limit=memory_limit)
    except ZbriskError as error:
        yield Fault(table=cohort.table, column="", problem=error.problem, cure=error.cure)
        return
    try:
        tomorrow = days.today() + dt.timedelta(days=1)
        if docket.cohort(tomorrow).empty:
            yield Fault(
                table=cohort.table,
                column="",
                problem=f"no case is in the cohort, as known today (where {cohort.where or 'it is known'})",
                cure="Export the cases that are to be scored, each with all that the condition names. Past days can be"
                " scored as they are.",
                warning=True,
            )
        yield from _of_outcomes(docket)
    except ZbriskError as error:
        yield Fault(table=cohort.table, column="", problem=error.problem, cure=error.cure)
    finally:
        docket.close()


def _of_outcomes(docket: Docket) -> Iterator[Fault]:
    """Outcomes that training leaves out, or that contradict each other."""
    names, cohort = docket.contract.outcomes, docket.contract.cohort
    if names is None or names.table not in docket.present:
        return
    opened = _day_of(docket.contract.tables[names.table], names.opened)
    versions = f"(select * from {names.table} where _known_until = {NEVER})"
    review = f"{cohort.key}, {names.target}, {opened}"
    decided = f"filter (where {names.result} in ('confirmed', 'refuted'))"
    asked = (
        (
            f"select any_value(_key) from {versions} group by {review}"
            f" having count(distinct {names.result}) {decided} > 1",
            "reviews opened on one day, both confirmed and refuted",
            f"Mend the wrong one. The one with the latest {names.decided} counts, and none if both have the same.",
        ),
        (
            f"select any_value(_key) from {versions} group by {cohort.key}, {names.target}"
            f" having count(distinct {names.result}) {decided} > 1 and count(distinct {opened}) > 1",
            "cases confirmed by one review and refuted by another",
            f"Look whether both are right; each counts as of its own {names.opened}.",
        ),
    )
    for query, problem, cure in asked:
        yield from _warning(docket, names.table, names.result, query, problem, cure)
    opening_days = docket.connection.execute(f"select distinct {opened} from {versions} order by 1").fetchall()
    outside = []
    for (number,) in opening_days:
        inside = set() if number <= docket.first_day else set(docket.cohort(to_date(number))[cohort.key])
        query = f"select _key, {cohort.key} from {versions} where {opened} = {number} order by 1"
        outside += [key for key, case in docket.connection.execute(query).fetchall() if case not in inside]
    if outside:
        yield Fault(
            table=names.table,
            column=names.opened,
            problem="the case was not in the cohort when the review was opened: training leaves it out",
            cure="Mend the dates, or leave it: a model learns from cases that it would have been asked about.",
            rows=len(outside),
            examples=tuple(outside[:EXAMPLES]),
            warning=True,
        )


def _warning(docket: Docket, table: str, column: str, query: str, problem: str, cure: str) -> Iterator[Fault]:
    found = [row[0] for row in docket.connection.execute(f"{query} order by 1").fetchall()]
    if found:
        yield Fault(
            table=table, column=column, problem=problem, cure=cure, rows=len(found),
            examples=tuple(found[:EXAMPLES]), warning=True,
        )  # fmt: skip


def _load_leniently(
    connection: duckdb.DuckDBPyConnection, table: Table, supplied: SuppliedTable, present: Collection[str]
) -> None:
    """The table in engine types with `given`, `_given`, `_known_from` and `_key`, null where a cell cannot be read."""
    if table.parent and table.parent.table not in present:
        stand_in = (
            f"create table if not exists {table.parent.table} ({table.parent.column} varchar, _known_from integer)"
        )
        connection.execute(stand_in)
    rows = dated_rows(table, typed_rows(table, supplied))
    with reading(supplied.place):
        connection.execute(f"create table {table.name} as select r.*, {key_text(table)} as _key from {rows} as r")


def _summary(connection: duckdb.DuckDBPyConnection, table: str, place: str) -> TableSummary:
    rows, first, last = connection.execute(
        f"select count(*), min(_known_from) {DATED}, max(_known_from) {DATED} from {table}"
    ).fetchall()[0]
    return TableSummary(
        table=table,
        place=place,
        rows=rows,
        first_known=None if first is None else to_date(first),
        last_known=None if last is None else to_date(last),
    )


class _Examiner:
    """What can only be seen once the cells of a table are read: keys, references, and the order of its days."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, contract: Contract, table: Table, present: frozenset[str]
    ) -> None:
        self.connection = connection
        self.contract = contract
        self.table = table
        self.present = present

    def faults(self) -> Iterator[Fault]:
        """All of them."""
        yield from self._repeated()
        yield from self._undated()
        yield from self._known_too_early()
        yield from self._ended_too_early()
        yield from self._dangling()
        yield from self._outside_ratio()
        yield from self._stands_for_nothing()
        yield from self._far_away()

    def _repeated(self) -> Iterator[Fault]:
        keys = repeated_keys(self.connection, self.table, self.table.name)
        if keys:
            yield Fault(
                table=self.table.name,
                column=", ".join(self.table.key),
                problem="the same key twice with the same known_at",
                cure="Keep one row of each key and known_at; a correction has a later known_at.",
                rows=keys[0][1],
                examples=tuple(key for key, _ in keys),
            )

    def _undated(self) -> Iterator[Fault]:
        default = self.table.known_at.column
        if default not in self.table.required:  # else the empty cell is already a fault
            why = f"{default} is empty too" if default else "nothing stands in for it"
            cure = "Fill in the first day on which your office could have seen the row."
            yield from self._rows_where("_given is null", "known_at", f"empty, and {why}", cure, value="null::varchar")

    def _known_too_early(self) -> Iterator[Fault]:
        own = self._own_day()
        if own:
            yield from self._rows_where(
                f"given < {self._day(own)}",
                "known_at",
                f"before {own}: known before it happened",
                "Give the day on which your office could first see the row, or mend the event's date.",
                value=f"{_date('given')} || ' < ' || {_date(self._day(own))}",
            )

    def _ended_too_early(self) -> Iterator[Fault]:
        own = self.table.known_at.column
        for date in self.table.later_facts if own else ():
            assert own is not None
            yield from self._rows_where(
                f"{self._day(date)} < {self._day(own)}",
                date,
                f"before {own}",
                "Mend the date that is wrong.",
                value=f"{_date(self._day(date))} || ' < ' || {_date(self._day(own))}",
            )

    def _dangling(self) -> Iterator[Fault]:
        for column in self.table.columns:
            target = self.contract.refers(self.table.name, column)
            if (
                target is None
                or target not in self.present
                or (target == self.table.name and self.table.key == (column,))
            ):
                continue
            (key,) = self.contract.tables[target].key
            yield from self._rows_where(
                f"{column} is not null and {column} not in (select {key} from {target} where {key} is not null)",
                column,
                f"not in {target}",
                f"Export the row of {target}, or mend the id.",
                value=column,
            )

    def _outside_ratio(self) -> Iterator[Fault]:
        for column in self.table.columns.values():
            if column.type is ColumnType.RATIO:
                yield from self._rows_where(
                    f"{column.name} not between 0 and 1",
                    column.name,
                    "outside 0..1",
                    "Give shares of one, not percent.",
                    value=f"cast({column.name} as varchar)",
                    warning=True,
                )

    def _stands_for_nothing(self) -> Iterator[Fault]:
        """Words that a program wrote where it had no value: an id or a hash of that name would tie strangers."""
        texts = [c.name for c in self.table.columns.values() if c.type in (ColumnType.ID, ColumnType.STR)]
        tests = {name: f"{name} in ({', '.join(map(quoted, NOTHING))})" for name in texts}
        counts = ", ".join(f"count(*) filter (where {test})" for test in tests.values())
        (found,) = self.connection.execute(f"select {counts or 0} from {self.table.name}").fetchall()
        for (name, test), rows in zip(tests.items(), found, strict=False):
            if rows:
                problem, cure = "a word for nothing, which counts as a value", "Leave the cell empty."
                yield from self._rows_where(test, name, problem, cure, value=name, warning=True)

    def _far_away(self) -> Iterator[Fault]:
        """Rows known on days that have not come, or on which no office was."""
        tomorrow = day_number(days.today()) + 1
        for condition, problem, cure in (
            (
                f"_known_from > {tomorrow} and _known_from <> {NEVER}",
                "known on a day that has not come: until then the row does not count",
                "Give the day on which your office could first see the row; 9999-12-31 means that it never could.",
            ),
            (
                f"_known_from < {day_number(OLDEST)} and _known_from <> {ALWAYS}",
                "known before 1901, which stands for no day",
                "Give the day on which your office could first see the row, or none if the true one is not known.",
            ),
        ):
            value = _date("_known_from")
            yield from self._rows_where(condition, KNOWN_AT.name, problem, cure, value=value, warning=True)

    def _rows_where(
        self, condition: str, column: str, problem: str, cure: str, *, value: str, warning: bool = False
    ) -> Iterator[Fault]:
        found = self.connection.execute(
            f"select _key, {value}, count(*) over () from {self.table.name} where {condition}"
            f" order by _key limit {EXAMPLES}"
        ).fetchall()
        if found:
            place = f"{self.table.name}.{column}"
            yield Fault(
                table=self.table.name,
                column=column,
                problem=problem,
                cure=cure,
                rows=found[0][2],
                examples=tuple(
                    key if text is None else f"{key}: {shown(self.contract, place, text)}" for key, text, _ in found
                ),
                warning=warning,
            )

    def _own_day(self) -> str | None:
        """The column that says when what the row records happened."""
        rule = self.table.known_at
        if rule.rule is KnownRule.REQUIRED:
            return next((name for name in self.table.required if self.table.columns[name].type in DAYS), None)
        return rule.column

    def _day(self, column: str) -> str:
        return _day_of(self.table, column)


def _day_of(table: Table, column: str) -> str:
    return f"floor({column} / {SECONDS_A_DAY})" if table.columns[column].type is ColumnType.TS else column


def _date(day: str) -> str:
    return f"cast(date '1970-01-01' + cast({day} as integer) as varchar)"
