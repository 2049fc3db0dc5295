"""Validate tables against the contract: list everything that is wrong rather than the first thing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from zbrisk.contract import Contract, Table, load_contract
from zbrisk.docket import days
from zbrisk.docket.days import ALWAYS, NEVER, to_date
from zbrisk.docket.docket import Docket, open_docket
from zbrisk.docket.examiner import Examiner, day_of
from zbrisk.docket.faults import EXAMPLES, Fault, missing_columns, missing_tables, read_once, unreadable_cells
from zbrisk.docket.finding import find
from zbrisk.docket.loading import batch_fed, dated_rows, is_small, new_connection, typed_rows
from zbrisk.docket.opened import is_opened
from zbrisk.docket.sources import Source, SuppliedTable, Supplies, reading, release, supply
from zbrisk.docket.validity import key_text, parents_first
from zbrisk.errors import ZbriskError
from zbrisk.scratch import discard

__all__ = ["Findings", "TableSummary", "check"]

MANY, LONG_NAME = 20, 60  # of columns that the contract lacks, what is listed
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
            faults += Examiner(connection, contract, contract.tables[name], frozenset(supplies)).faults()
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
            shown = ", ".join(name if len(name) <= LONG_NAME else f"{name[:LONG_NAME]}..." for name in extra[:MANY])
            more = f" and {len(extra) - MANY} more" if len(extra) > MANY else ""
            yield Fault(
                table=name, column=shown + more, problem="not in the contract, ignored", cure=cure, warning=True
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
    opened = day_of(docket.contract.tables[names.table], names.opened)
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
