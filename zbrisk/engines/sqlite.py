"""SQLite: one case in milliseconds."""

from __future__ import annotations

import sqlite3
import weakref
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from zbrisk.compiler.compiled import CompiledView
from zbrisk.contract import Contract
from zbrisk.docket.docket import Docket
from zbrisk.docket.presence import known_since
from zbrisk.docket.store import create_table
from zbrisk.engines.engine import Columns
from zbrisk.signals.window import NULL_DAY

__all__ = ["SQLite"]

# What compiled SQL may do: read, call these functions, and fill temporary tables. All else is refused as it is
# prepared.
READING = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_RECURSIVE})
TEMPORARY = frozenset({sqlite3.SQLITE_CREATE_TEMP_TABLE, sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE})
FUNCTIONS = frozenset(
    {"count", "sum", "min", "max", "group_concat", "row_number", "rank", "lag", "lead", "coalesce", "nullif", "abs"}
    | {"floor", "length", "substr", "substring", "instr", "like"}
)
FEW_ROWS = "5"  # what SQLite is told of the size of a case's relation


class SQLite:
    """An engine over a store of tables; see `zbrisk.engines.Engine`.

    SQLite plans joins by table sizes. The relations of one case are tiny, which it cannot know, so their size is
    written into its statistics; together with the written join order this makes the difference between seconds and a
    millisecond.
    """

    dialect = "sqlite"

    def __init__(self, store: sqlite3.Connection, contract: Contract, present: Iterable[str]) -> None:
        self.present = frozenset(present)
        self._contract = contract
        self._store = store
        self._made: dict[str, str] = {}  # relation to the statement that made it
        self._plain: dict[str, str] = {}  # plain views that hold their rows, and the query that they came from
        self._unsized: list[str] = []
        self._guarding = False
        existing = {str(name) for (name,) in store.execute("select name from sqlite_master where type = 'table'")}
        for table in contract.tables.values():
            if table.name not in existing:
                store.execute(create_table(table))
        self.known_since: Mapping[str, int] = known_since(store, contract, self.present)
        store.set_authorizer(self._authorize)

    @classmethod
    def over(cls, docket: Docket) -> SQLite:
        """The engine over a docket's store; there is one, for its temporary relations belong to the store."""
        if docket not in _OVER:
            _OVER[docket] = cls(docket.store(), docket.contract, docket.present)
            _OVER[docket].known_since = docket.known_since
        return _OVER[docket]

    def renew(self, present: Iterable[str]) -> None:
        """Take note that the store holds other rows now."""
        self.present = frozenset(present)
        self.known_since = known_since(self._store, self._contract, self.present)
        self._plain.clear()

    def load(self, name: str, columns: Columns) -> None:
        """See `Engine.load`."""
        if not self._start(name, f"create temp table {name} ({', '.join(columns)})"):
            self._store.execute(f"delete from temp.{name}")
        rows = zip(*(_plain_values(values) for values in columns.values()), strict=True)
        self._store.executemany(f"insert into temp.{name} values ({', '.join('?' * len(columns))})", rows)

    def make(self, name: str, sql: str) -> None:
        """See `Engine.make`."""
        if not self._start(name, f"create temp table {name} as {sql}"):
            self._store.execute(f"delete from temp.{name}")
            self._guarded(f"insert into temp.{name} {sql}")

    def make_view(self, view: CompiledView, *, evidence: bool) -> None:
        """See `Engine.make_view`; here views always carry their evidence, for one case's rows are few."""
        if view.kind != "plain":
            self.make(view.name, view.evidence_sql[self.dialect])
        elif self._plain.get(view.name) != (sql := view.evidence_sql[self.dialect]):
            fresh = self._start(view.name, f"create temp table {view.name} as {sql}")
            if fresh:
                for column in view.tied:
                    self._store.execute(f"create index temp.{view.name}_by_{column} on {view.name} ({column})")
                self._unsized.remove(view.name)
            else:
                self._store.execute(f"delete from temp.{view.name}")
                self._guarded(f"insert into temp.{view.name} {sql}")
            self._plain[view.name] = sql

    def fetch(self, sql: str) -> dict[str, npt.NDArray[np.float64]]:
        """See `Engine.fetch`."""
        names, rows = self.fetch_rows(sql)
        if not rows:
            return {name: np.empty(0) for name in names}
        columns = zip(*rows, strict=True)
        return {name: np.array(values, dtype=np.float64) for name, values in zip(names, columns, strict=True)}

    def fetch_rows(self, sql: str) -> tuple[Sequence[str], Sequence[tuple[Any, ...]]]:
        """See `Engine.fetch_rows`."""
        self._tell_sizes()
        cursor = self._guarded(sql)
        rows = cursor.fetchall()
        return [each[0] for each in cursor.description or ()], rows

    def close(self) -> None:
        """See `Engine.close`; what was made is kept, and filled anew the next time."""

    def _start(self, name: str, sql: str) -> bool:
        """Make a relation, unless the same statement made it before; another program's of that name is dropped."""
        if self._made.get(name) == sql:
            return False
        self._store.execute(f"drop table if exists temp.{name}")
        self._tell_sizes()
        self._guarded(sql)
        self._plain.pop(name, None)
        self._made[name] = sql
        self._unsized.append(name)
        return True

    def _tell_sizes(self) -> None:
        if not self._unsized:
            return
        self._store.execute(f"analyze temp.{self._unsized[0]}")  # makes temp.sqlite_stat1
        for name in self._unsized:
            self._store.execute("delete from temp.sqlite_stat1 where tbl = ?", (name,))
            self._store.execute("insert into temp.sqlite_stat1 values (?, null, ?)", (name, FEW_ROWS))
        self._store.execute("analyze temp.sqlite_schema")
        self._unsized.clear()

    def _guarded(self, sql: str) -> sqlite3.Cursor:
        self._guarding = True
        try:
            return self._store.execute(sql)
        finally:
            self._guarding = False

    def _authorize(
        self, action: int, first: str | None, second: str | None, database: str | None, _: str | None
    ) -> int:
        if not self._guarding or action in READING:
            return sqlite3.SQLITE_OK
        if action == sqlite3.SQLITE_FUNCTION and (second or "").lower() in FUNCTIONS:
            return sqlite3.SQLITE_OK
        if action in TEMPORARY and database == "temp":
            return sqlite3.SQLITE_OK
        return sqlite3.SQLITE_DENY


_OVER: weakref.WeakKeyDictionary[Docket, SQLite] = weakref.WeakKeyDictionary()


def _plain_values(values: npt.NDArray[Any]) -> list[Any]:
    if values.dtype.kind == "i":
        return [None if value == NULL_DAY else value for value in values.tolist()]
    return [None if value is None else str(value) for value in values.tolist()]
