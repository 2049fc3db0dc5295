"""Read supplied tables into the docket, refusing what does not keep the contract."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

import duckdb

from zbrisk.contract import Contract, Table
from zbrisk.docket.cells import ENGINE_TYPES, KNOWN_AT
from zbrisk.docket.connecting import connect, scratch_folder
from zbrisk.docket.days import ALWAYS, NEVER
from zbrisk.docket.faults import Fault, cells_of, missing_columns, raw_rows, read_once, unreadable_cells
from zbrisk.docket.finding import Found
from zbrisk.docket.sources import SuppliedTable, reading
from zbrisk.docket.validity import has_versions, key_text, known_day, next_version, repeated_keys
from zbrisk.errors import DataError
from zbrisk.scratch import sweep_temporary

__all__ = [
    "BATCH_FED",
    "COVERAGE",
    "UndatedBatch",
    "batch_fed",
    "create_dated",
    "dated_rows",
    "fenced",
    "is_small",
    "load",
    "make_room",
    "new_connection",
    "raise_first",
    "speaks_of_feeds",
    "typed_rows",
    "undated_batches",
]  # fmt: skip

COVERAGE = "coverage"
FED = "('batch', 'on_request')"
#: Which tables come in batches or on request, and from which day to which that is what coverage says.
BATCH_FED = f"select table_name, _known_from, _known_until from {COVERAGE} where feed in {FED} order by 2, 1"

LARGE = 500_000_000  # bytes of files; DuckDB keeps tables compressed on disk only, and in memory five times as big
MEMORY, ROWS_AT_ONCE = ":memory:", 100_000

SMALL_FILES_BYTES, MANY_ROWS = 50_000_000, 1_000_000  # bytes, rows: to open less takes no more memory than there is


def new_connection(found: Found, memory_limit: str) -> tuple[duckdb.DuckDBPyConnection, str]:
    """An empty DuckDB that has room for what was found and can read it, and the folder that it may write to.

    The folder is made when it is needed, and goes with `discard`.

    Raises:
        DataError: There is no room for temporary files.
    """
    sweep_temporary()
    folder = scratch_folder()
    if not is_small(found):
        make_room(folder)
    place = _place(found, folder)
    return connect(folder, files=found.allowed, database=place, memory_limit=memory_limit), folder


def fenced(
    connection: duckdb.DuckDBPyConnection,
    supplies: Mapping[str, SuppliedTable],
    found: Found,
    folder: str,
    memory_limit: str,
) -> duckdb.DuckDBPyConnection:
    """The loaded tables on a connection that reaches no file that was found; the one that read them is closed.

    It takes a second one, because DuckDB takes back no path that it has allowed.
    """
    if not found.allowed:
        return connection
    place = _place(found, folder)
    if place != MEMORY:
        connection.close()
        return connect(folder, database=place, memory_limit=memory_limit)
    new = connect(folder, memory_limit=memory_limit)
    try:
        for name, supplied in supplies.items():
            with reading(supplied.place):
                _carry(name, connection, new)
    except BaseException:
        new.close()
        raise
    connection.close()
    return new


def _place(found: Found, folder: str) -> str:
    """Where the docket's tables are kept."""
    return os.path.join(folder, "docket.duckdb") if found.size > LARGE else MEMORY


def _carry(table: str, old: duckdb.DuckDBPyConnection, new: duckdb.DuckDBPyConnection) -> None:
    """Move a table to another DuckDB, some rows at a time, and give back its memory."""
    with old.cursor() as cursor:
        new.register("_carried", cursor.sql(f"from {table}").to_arrow_reader(ROWS_AT_ONCE))
        new.execute(f"create table {table} as from _carried")
        new.unregister("_carried")
    old.execute(f"drop table {table}")


def batch_fed(connection: duckdb.DuckDBPyConnection, supplies: Mapping[str, SuppliedTable]) -> frozenset[str]:
    """Tables whose coverage says, on whatever day, that they come in batches or on request."""
    supplied = supplies.get(COVERAGE)
    if supplied is None or not {"table_name", "feed"} <= set(supplied.columns):
        return frozenset()
    with reading(supplied.place):
        query = f"select distinct table_name from {supplied.relation} where cast(feed as varchar) in {FED}"
        return frozenset(str(row[0]) for row in connection.execute(query).fetchall())


def is_small(found: Found) -> bool:
    """Whether twice what was found takes no more memory than there is."""
    return found.rows <= MANY_ROWS and found.size <= min(SMALL_FILES_BYTES, LARGE)


def make_room(folder: str) -> None:
    """Make the folder that DuckDB spills to, for this user alone: DuckDB's own would be for all to read."""
    os.makedirs(folder, mode=0o700, exist_ok=True)


@dataclass(frozen=True, kw_only=True)
class UndatedBatch:
    """Rows without known_at in a table of which coverage, in force from `known` to `until`, says that it comes in
    batches."""

    known: int
    until: int
    problem: str
    cure: str

    def refuse(self, as_of: int) -> None:
        """Refuse the table on days on which that coverage is known.

        Raises:
            DataError: It is.
        """
        if self.known < as_of <= self.until:
            raise DataError(self.problem, self.cure)


def undated_batches(
    connection: duckdb.DuckDBPyConnection, contract: Contract, supplies: Mapping[str, SuppliedTable]
) -> list[UndatedBatch]:
    """The batches whose rows lack known_at, once all tables are loaded.

    Raises:
        DataError: Coverage says so that is known always.
    """
    if not speaks_of_feeds(contract) or COVERAGE not in supplies:
        return []
    spans = [span for span in connection.execute(BATCH_FED).fetchall() if span[0] in supplies]
    faults = {
        name: unreadable_cells(connection, contract, supplies[name], batch=True)
        for name in dict.fromkeys(name for name, _, _ in spans)
    }
    errors = {name: first_error(found, supplies[name]) for name, found in faults.items()}
    found = [
        UndatedBatch(known=known, until=until, problem=error.problem, cure=error.cure)
        for name, known, until in spans
        if (error := errors[name])
    ]
    for each in found:
        each.refuse(ALWAYS + 1)
    return found


def speaks_of_feeds(contract: Contract) -> bool:
    """Whether the contract's coverage says how tables come."""
    coverage = contract.tables.get(COVERAGE)
    return coverage is not None and {"table_name", "feed"} <= set(coverage.columns)


def load(connection: duckdb.DuckDBPyConnection, contract: Contract, supplied: SuppliedTable, *, few: bool) -> None:
    """Read one table into the docket; its parent must be there. `few` rows are read first, and looked at afterwards."""
    table = contract.tables[supplied.table]
    raise_first(missing_columns(contract, supplied), supplied)
    if _is_empty(connection, supplied):
        _create_empty(connection, table)
        return
    with read_once(connection, table, supplied, few=few) as rows:
        raise_first(unreadable_cells(connection, contract, rows), supplied)
        with reading(supplied.place):
            typed, keys = typed_rows(table, rows), typed_keys(table, rows)
            create_dated(connection, table, typed, keys, supplied.place)


def _is_empty(connection: duckdb.DuckDBPyConnection, supplied: SuppliedTable) -> bool:
    with reading(supplied.place):
        return connection.execute(f"select 1 from {supplied.relation} limit 1").fetchone() is None


def _create_empty(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    """What `_create` makes of no rows."""
    own = [f"{name} {ENGINE_TYPES.get(column.type, 'varchar')}" for name, column in table.columns.items()]
    hidden = ["_known_from integer", "_known_until integer", "_key varchar"]
    connection.execute(f"create table {table.name} ({', '.join([*own, *hidden])})")


def create_dated(connection: duckdb.DuckDBPyConnection, table: Table, typed: str, keys: str, place: str) -> None:
    """Make a table of the docket: typed rows with the days between which they count; its parent must be there.

    Args:
        connection: The docket's.
        table: What it is.
        typed: A relation of its rows in engine types, with `given`.
        keys: The same rows, with the columns of the key at least.
        place: What the user calls them.

    Raises:
        DataError: A key stands twice with one day, or a row has no day.
    """
    until = str(NEVER)
    if has_versions(connection, table, keys):
        _refuse_repeated(connection, table, dated_rows(table, typed), place)
        until = f"coalesce({next_version(table)}, {NEVER})"
    columns = ", ".join(f"r.{name}" for name in table.columns)
    connection.execute(
        f"create table {table.name} as select {columns}, cast(r._known_from as integer) as _known_from, "
        f"cast({until} as integer) as _known_until, {key_text(table)} as _key from {dated_rows(table, typed)} as r"
    )
    _refuse_unknown_day(connection, table, place)


def typed_rows(table: Table, supplied: SuppliedTable) -> str:
    """A relation of the supplied rows in engine types, null where a cell cannot be read; known_at is `given`."""
    cells = cells_of(table, supplied)
    given = cells.pop(KNOWN_AT.name)
    typed = ", ".join(f"{c.typed} as {name}" for name, c in cells.items())
    return f"(select {typed}, {given.typed} as given from {raw_rows(table, supplied)})"


def typed_keys(table: Table, supplied: SuppliedTable) -> str:
    """The same rows with the columns of the key alone: to plan the reading of all takes time, however few rows."""
    cells = cells_of(table, supplied)
    typed = ", ".join(f"{cells[name].typed} as {name}" for name in table.key)
    return f"(select {typed} from {raw_rows(table, supplied)})"


def dated_rows(table: Table, typed: str) -> str:
    """The typed rows with `_given`, the day each became known, and `_known_from`, that day or its parent's first."""
    parent, bound = "", "_given"
    if table.parent:
        column = table.parent.column
        first_days = f"(select {column}, min(_known_from) as first from {table.parent.table} group by 1)"
        parent, bound = f" left join {first_days} as p using ({column})", "greatest(_given, p.first)"
    return f"(select r.*, {known_day(table)} as _given, {bound} as _known_from from {typed} as r{parent})"


def raise_first(faults: list[Fault], supplied: SuppliedTable | None = None) -> None:
    """Raise the first of `faults`, if there is one.

    Raises:
        DataError: There is one.
    """
    if error := first_error(faults, supplied):
        raise error


def first_error(faults: list[Fault], supplied: SuppliedTable | None = None) -> DataError | None:
    """The first of `faults` as an error; None if there is none."""
    if not faults:
        return None
    fault = faults[0]
    place = supplied.place if supplied else fault.table
    where = ", ".join(part for part in (place, f"column {fault.column}" if fault.column else "") if part)
    rows = f" ({fault.rows} rows; {'; '.join(fault.examples)})" if fault.rows else ""
    return DataError(f"{where}: {fault.problem}{rows}.", f"{fault.cure} `zbrisk check` lists all that is wrong.")


def _refuse_repeated(connection: duckdb.DuckDBPyConnection, table: Table, rows: str, place: str) -> None:
    keys = repeated_keys(connection, table, rows)
    if keys:
        raise DataError(
            f"{place} holds {keys[0][1]} keys twice with the same known_at (such as {keys[0][0]!r}).",
            "Keep one row of each key and known_at; a correction has a later known_at.",
        )


def _refuse_unknown_day(connection: duckdb.DuckDBPyConnection, table: Table, place: str) -> None:
    query = f"select count(*), min(_key) from {table.name} where _known_from is null"
    rows, key = connection.execute(query).fetchall()[0]
    if rows:
        raise DataError(
            f"{place}: {rows} rows have no known_at, and nothing stands in for it (such as {key!r}).",
            "Fill in known_at, the first day on which your office could have seen the row.",
        )
