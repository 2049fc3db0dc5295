"""DuckDB: a prefecture at once, larger than memory if need be."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import duckdb

from zbrisk.compiler.lookups import Lookups
from zbrisk.docket.docket import Docket
from zbrisk.engines.columns import column_types, from_arrow, to_arrow
from zbrisk.engines.engine import Columns, PlainViewsOnce
from zbrisk.engines.limits import Exceeded, Limits, stopped
from zbrisk.identifiers import sql_name
from zbrisk.typing import Floats

__all__ = ["DuckDB"]


class DuckDB(PlainViewsOnce):
    """An engine over a docket; see `zbrisk.engines.Engine`.

    It works on a cursor of the docket's locked connection, in temporary tables of its own. What a query may use of
    memory is the docket's `memory_limit`.

    Args:
        docket: Where.
        limits: How long each query may take.
    """

    dialect = "duckdb"
    empty: frozenset[str] = frozenset()  # it is quick to find that out by itself

    def __init__(self, docket: Docket, limits: Limits = Limits()) -> None:  # noqa: B008 (frozen)
        self._limits = limits
        self.present = docket.present
        self.known_since = docket.known_since
        docket.make_room()
        self._cursor = docket.connection.cursor()
        super().__init__()
        for table in docket.contract.tables.values():
            if table.name not in docket.present:
                self._cursor.execute(f"create or replace temp table {sql_name(table.name)} ({column_types(table)})")

    def expect(self, lookups: Lookups) -> None:
        """See `Engine.expect`; it plans with the true sizes of everything."""

    def load(self, name: str, columns: Columns) -> None:
        """See `Engine.load`."""
        self._cursor.register("_loading", to_arrow(columns))
        self.make(name, "select * from _loading")
        self._cursor.unregister("_loading")

    def make(self, name: str, sql: str) -> None:
        """See `Engine.make`."""
        with self._bounded():
            self._cursor.execute(f"create or replace temp table {sql_name(name)} as {sql}")

    def fetch(self, sql: str) -> tuple[Sequence[str], Floats]:
        """See `Engine.fetch`."""
        with self._bounded():
            return from_arrow(self._cursor.sql(sql).to_arrow_table())

    def fetch_rows(self, sql: str) -> tuple[Sequence[str], Sequence[tuple[Any, ...]]]:
        """See `Engine.fetch_rows`."""
        with self._bounded():
            result = self._cursor.execute(sql)
            return [each[0] for each in result.description or ()], result.fetchall()

    @contextmanager
    def _bounded(self) -> Iterator[None]:
        late = threading.Event()

        def interrupt() -> None:
            late.set()
            self._cursor.interrupt()

        timer = threading.Timer(self._limits.query_seconds, interrupt)
        timer.daemon = True
        timer.start()
        try:
            yield
        except duckdb.Error as error:
            if late.is_set():
                raise stopped(self._limits.query_seconds, "query_seconds") from error
            if isinstance(error, duckdb.OutOfMemoryException):
                cure = "Leave it out, ask for fewer cases, or allow more: open_docket(..., memory_limit=...)."
                raise Exceeded("needs more memory than the docket's memory_limit", cure) from error
            raise
        finally:
            timer.cancel()

    def close(self) -> None:
        """Drop everything that was made."""
        self._cursor.close()
