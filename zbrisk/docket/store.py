"""An indexed SQLite copy of a docket, on which one case is scored in milliseconds."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

import duckdb

from zbrisk.contract import ColumnType, Contract, Table

__all__ = ["HIDDEN", "copy_to_sqlite", "create_table", "indexes", "new_store", "reached_by"]

HIDDEN = {"_known_from": "integer", "_known_until": "integer", "_key": "text"}
AFFINITIES = {
    ColumnType.DATE: "integer",
    ColumnType.TS: "integer",
    ColumnType.MONEY: "integer",
    ColumnType.INT: "integer",
    ColumnType.BOOL: "integer",
    ColumnType.RATIO: "real",
}
ROWS_AT_ONCE = 20_000
STATEMENTS = 2_000  # kept prepared: all that a program runs for a case, so that the next case runs them at once


def copy_to_sqlite(
    connection: duckdb.DuckDBPyConnection, contract: Contract, present: Iterable[str]
) -> sqlite3.Connection:
    """Copy a docket's tables, and index every column by which rows are reached."""
    store = new_store()
    for name in sorted(present):
        table = contract.tables[name]
        store.execute(create_table(table))
        columns = [*table.columns, *HIDDEN]
        insert = f"insert into {name} values ({', '.join('?' * len(columns))})"
        rows = connection.execute(f"select {', '.join(columns)} from {name}")
        while some := rows.fetchmany(ROWS_AT_ONCE):
            store.executemany(insert, some)
        for index in indexes(table, contract.links):
            store.execute(index)
    store.commit()
    store.execute("pragma analysis_limit = 1000")
    store.execute("analyze")
    return store


def new_store() -> sqlite3.Connection:
    """An empty in-memory database, which reaches no file, and in which LIKE minds case as in the other engines."""
    # threads may share a docket; whoever works on its store holds `Docket.one_at_a_time`
    store = sqlite3.connect(
        ":memory:", isolation_level=None, cached_statements=STATEMENTS, check_same_thread=False, factory=_Store
    )
    store.execute("pragma case_sensitive_like = on")
    store.execute("pragma temp_store = memory")  # no file anywhere
    store.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    return store


class _Store(sqlite3.Connection):
    """Closes itself when the last that worked on it is gone: a thread that scored may end without a word."""

    def __del__(self) -> None:
        self.close()


def create_table(table: Table) -> str:
    """The statement that makes `table` in engine types, with the hidden columns."""
    columns = {name: AFFINITIES.get(column.type, "text") for name, column in table.columns.items()} | HIDDEN
    return f"create table {table.name} ({', '.join(f'{name} {affinity}' for name, affinity in columns.items())})"


def indexes(table: Table, links: frozenset[str]) -> list[str]:
    """The statements that index the columns by which a table's rows are reached.

    Other columns are left alone: an index on a court or a kind lures SQLite's planner away from the join path.
    """
    return [f"create index {table.name}_by_{name} on {table.name} ({name})" for name in reached_by(table, links)]


def reached_by(table: Table, links: frozenset[str]) -> list[str]:
    """A table's ids and links, by which alone signals reach its rows, and its evidence key."""
    joined = [c.name for c in table.columns.values() if c.type is ColumnType.ID or f"{table.name}.{c.name}" in links]
    return [*joined, "_key"]
