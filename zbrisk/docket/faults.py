"""What makes tables unreadable: found in one pass over each table, for opening and for `zbrisk check` alike."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

import duckdb

from zbrisk.contract import ColumnType, Contract, Table
from zbrisk.docket.cells import KNOWN_AT, TypedCell, cell
from zbrisk.docket.objects import REFUSED
from zbrisk.docket.sources import SuppliedTable, reading

__all__ = [
    "DATE_IT", "EXAMPLES", "UNDATED", "Fault", "cells_of", "missing_columns", "missing_tables", "raw_rows", "read_once",
    "shown", "unreadable_cells",
]  # fmt: skip

EXAMPLES, SHOWN = 3, 80  # examples of a fault, and letters of each
UNDATED = "empty, but the coverage says that the table comes in batches or on request"  # of known_at
DATE_IT = "Fill in the day on which each row reached your office."
READ = '"read rows"'  # no table of a contract has such a name
UNMASKED = ("party", "agent")  # ids name nobody, and an engineer needs them to find the row


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One kind of mistake in one column.

    `rows` is how many rows have it (None where it is not a matter of rows); `examples` are at most three, personal
    values masked; `cure` is what to do. A `warning` does not stand in the way of opening the tables.
    """

    table: str
    column: str
    problem: str
    cure: str
    rows: int | None = None
    examples: tuple[str, ...] = ()
    warning: bool = False


@dataclass(frozen=True, kw_only=True)
class _Test:
    cell: TypedCell
    condition: str
    problem: str
    cure: str


def shown(contract: Contract, place: str, value: object) -> str:
    """A value of the column `place` (`table.column`) as a message may show it; of a long one its beginning."""
    if contract.personal.get(place, UNMASKED[0]) in UNMASKED:
        text = str(value)
        return text if len(text) <= SHOWN else f"{text[:SHOWN]}..."
    return f"{str(value)[:1]}***"


def cells_of(table: Table, supplied: SuppliedTable) -> dict[str, TypedCell]:
    """How each column of the contract is read, `known_at` included."""
    columns = {**table.columns, KNOWN_AT.name: KNOWN_AT}
    cells = {name: cell(column, supplied.columns.get(name)) for name, column in columns.items()}
    if supplied.read:
        cells |= {n: replace(c, raw=f'"{n}"', typed=f'"{n}="') for n, c in cells.items() if n in supplied.columns}
    return cells


def raw_rows(table: Table, supplied: SuppliedTable, *more: str) -> str:
    """A relation of the supplied rows with empty text and NaN as null, and `more` columns."""
    if supplied.read:
        return f"(select {', '.join((*more, '*'))} from {supplied.relation})"
    cells = cells_of(table, supplied)
    raw = (f'{c.raw} as "{name}"' for name, c in cells.items() if name in supplied.columns)
    return f"(select {', '.join((*more, *raw)) or 1} from {supplied.relation})"


@contextmanager
def read_once(
    connection: duckdb.DuckDBPyConnection, table: Table, supplied: SuppliedTable, *, few: bool
) -> Iterator[SuppliedTable]:
    """The same rows; `few` are read into a table for a while, as each plan of all columns takes longer than they do."""
    if not few:
        yield supplied
        return
    cells = cells_of(table, supplied)
    typed = [f'{c.typed} as "{name}="' for name, c in cells.items() if name in supplied.columns]
    values = f"select {', '.join(('*', *typed))} from {raw_rows(table, supplied)}"
    with reading(supplied.place):
        connection.execute(f"create temp table {READ} as {values}")
    try:
        yield replace(supplied, relation=READ, read=True)
    finally:
        connection.execute(f"drop table {READ}")


def missing_tables(contract: Contract, present: Collection[str]) -> list[Fault]:
    """Required tables that were not supplied, and parents of tables that were."""
    children = {p.table: name for name in present if (p := contract.tables[name].parent)}
    return [
        Fault(
            table=name,
            column="",
            problem="the table is missing"
            + ("" if name in contract.required_tables else f", on which {children[name]} depends"),
            cure="Export it.",
        )
        for name in contract.tables
        if name not in present and (name in contract.required_tables or name in children)
    ]


def missing_columns(contract: Contract, supplied: SuppliedTable) -> list[Fault]:
    """Required columns that were not supplied."""
    table = contract.tables[supplied.table]
    return [
        Fault(
            table=table.name,
            column=column,
            problem=f"{supplied.place} lacks the column",
            cure=f"Export it. The columns found are {', '.join(supplied.columns)}.",
        )
        for column in table.required
        if column not in supplied.columns
    ]


def unreadable_cells(
    connection: duckdb.DuckDBPyConnection, contract: Contract, supplied: SuppliedTable, *, batch: bool = False
) -> list[Fault]:
    """Cells of a wrong type, unknown codes, and empty cells where one is required.

    Args:
        connection: Where `supplied.relation` can be read.
        contract: What the table should be.
        supplied: The table.
        batch: The table's coverage says that it comes in batches or on request, so that known_at is required.
    """
    table = contract.tables[supplied.table]
    tests = [test for c in cells_of(table, supplied).values() for test in _tests(table, supplied, c, batch)]
    if not tests:
        return []
    counts = ", ".join(f"count(*) filter (where {test.condition})" for test in tests)
    with reading(supplied.place):
        rows: Sequence[int] = connection.execute(f"select {counts} from {raw_rows(table, supplied)}").fetchall()[0]
        return [
            Fault(
                table=table.name,
                column=test.cell.column.name,
                problem=test.problem,
                cure=test.cure,
                rows=count,
                examples=_examples(connection, contract, supplied, test),
            )
            for test, count in zip(tests, rows, strict=True)
            if count
        ]


def _tests(table: Table, supplied: SuppliedTable, c: TypedCell, batch: bool) -> Iterator[_Test]:
    name, given = c.column.name, c.column.name in supplied.columns
    if given and not c.sure:
        yield _Test(cell=c, condition=c.unreadable, problem=f"not {c.noun}", cure=c.cure)
    if given and c.column.type is ColumnType.CODE:
        codes = ", ".join("'{}'".format(code.replace("'", "''")) for code in c.column.codes)
        cure = f"Translate it to one of {', '.join(c.column.codes)}."
        yield _Test(cell=c, condition=f"({c.typed}) not in ({codes})", problem="unknown code", cure=cure)
    if given and name in table.required:
        yield _Test(cell=c, condition=f"({c.value}) is null", problem="empty, but required", cure="Fill it.")
    if name == KNOWN_AT.name and batch:
        yield _Test(
            cell=c,
            condition=f"({c.value}) is null",
            problem=UNDATED,
            cure=DATE_IT,
        )


def _examples(
    connection: duckdb.DuckDBPyConnection, contract: Contract, supplied: SuppliedTable, test: _Test
) -> tuple[str, ...]:
    numbered = raw_rows(contract.tables[supplied.table], supplied, "row_number() over () as row_number")
    query = (
        f"select row_number, {test.cell.text} from {numbered} where {test.condition}"
        f" order by row_number limit {EXAMPLES}"
    )
    place = f"{supplied.table}.{test.cell.column.name}"
    return tuple(
        f"row {row}" + ("" if value is None else f": {shown(contract, place, value.lstrip(REFUSED))}")
        for row, value in connection.execute(query).fetchall()
    )
