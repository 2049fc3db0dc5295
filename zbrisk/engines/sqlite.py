"""SQLite: one case in milliseconds."""

from __future__ import annotations

import sqlite3
import time
import weakref
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
import numpy.typing as npt

from zbrisk.compiler.compiled import CompiledView
from zbrisk.compiler.lookups import Lookups
from zbrisk.compiler.row_sources import gives_nothing
from zbrisk.contract import ColumnType, Contract
from zbrisk.docket.docket import Docket
from zbrisk.docket.presence import there_since
from zbrisk.docket.store import create_table
from zbrisk.engines.engine import Columns
from zbrisk.engines.limits import Exceeded, Limits, stopped
from zbrisk.errors import DataError
from zbrisk.identifiers import sql_name
from zbrisk.signals.window import NULL_DAY
from zbrisk.typing import Floats

__all__ = ["SQLite"]

# What compiled SQL may do: read, call these functions, and fill temporary tables. All else is refused as it is
# prepared.
READING = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_RECURSIVE})
TEMPORARY = frozenset({sqlite3.SQLITE_CREATE_TEMP_TABLE, sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE})
FUNCTIONS = frozenset(
    {"count", "sum", "min", "max", "group_concat", "row_number", "rank", "lag", "lead", "coalesce", "nullif", "abs"}
    | {"floor", "length", "substr", "substring", "instr", "like"}
)
FEW_ROWS = 5  # the size of a case's relation that SQLite's statistics get
STEPS = 20_000  # of SQLite's machine between two looks at the clock: a fraction of a millisecond
PAGE = 4096
CAPS = {  # of SQLite
    sqlite3.SQLITE_LIMIT_LENGTH: 100_000_000,  # bytes of one text; no text doubles on
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 1_000_000,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 1_000,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 1,
}
CROWD = 500  # rows of one relation, or of one id in a table, from which SQLite gets true sizes and more indexes


class SQLite:
    """An engine over a store of tables; see `zbrisk.engines.Engine`.

    SQLite plans joins by table sizes. The relations of one case are tiny, which it cannot know, so their size is
    written into its statistics; together with the written join order this makes the difference between seconds and a
    millisecond.
    """

    dialect = "sqlite"

    def __init__(
        self,
        store: sqlite3.Connection,
        contract: Contract,
        present: Iterable[str],
        limits: Limits = Limits(),  # noqa: B008 (frozen)
    ) -> None:
        self.present = frozenset(present)
        self._contract = contract
        self._limits = limits
        self._until: float | None = None  # when the case in hand must be done
        self._deadline = float("inf")
        self.connection = store
        self._made: dict[str, str] = {}  # relation to the statement that made it
        self._plain: dict[str, str] = {}  # plain views that hold their rows, and the query that they came from
        self._cleared: set[str] = set()  # relations that were made, and hold no row
        self._unsized: list[str] = []
        self._lookups: Lookups = {}
        self._large: dict[str, int] = {}  # relations whose true size stands in SQLite's statistics
        self._indexed: set[tuple[str, tuple[str, ...]]] = set()
        self._crowds: dict[tuple[str, str], bool] = {}  # table and id: whether one value of it has a crowd of rows
        self._ids = {
            table.name: {column.name for column in table.columns.values() if column.type is ColumnType.ID}
            for table in contract.tables.values()
        }
        self._guarding = False
        existing = {str(name) for (name,) in store.execute("select name from sqlite_master where type = 'table'")}
        for table in contract.tables.values():
            if table.name not in existing:
                store.execute(create_table(table))
        self._look_at_tables()
        for limit, most in CAPS.items():
            store.setlimit(limit, most)
        store.execute("pragma temp_store = memory")  # nothing of a case is written to a disk
        store.execute(f"pragma temp.max_page_count = {limits.case_megabytes * 1_000_000 // PAGE}")
        store.set_progress_handler(lambda: time.monotonic() > self._deadline, STEPS)
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
        self._look_at_tables()
        self._plain.clear()
        self._crowds.clear()

    def _look_at_tables(self) -> None:
        """How large each table is, and since when it is there."""
        query = " union all ".join(f"select '{name}', count(*), min(_known_from) from {name}" for name in self._ids)
        looked = self.connection.execute(query).fetchall()
        self._sizes = {name: rows for name, rows, _ in looked}
        self._bare = frozenset(name for name, rows, _ in looked if not rows)
        firsts = {name: first for name, _, first in looked if name in self.present}
        self.known_since: Mapping[str, int] = there_since(self._contract, firsts)

    @property
    def empty(self) -> frozenset[str]:
        """See `Engine.empty`."""
        return self._bare | self._cleared

    @contextmanager
    def one_case(self, limits: Limits) -> Iterator[None]:
        """Everything that is asked in here is for one case, and has its time together."""
        self._limits, self._until = limits, time.monotonic() + limits.case_seconds
        try:
            yield
        finally:
            self._until = None

    def expect(self, lookups: Lookups) -> None:
        """See `Engine.expect`."""
        self._lookups = lookups
        for table, ids in self._ids.items():
            self._index_table(table, ids)

    def load(self, name: str, columns: Columns) -> None:
        """See `Engine.load`."""
        if not self._start(name, f"create temp table {sql_name(name)} ({', '.join(map(sql_name, columns))})"):
            self._clear(name)
        rows = zip(*(_plain_values(values) for values in columns.values()), strict=True)
        filled = self.connection.executemany(f"insert into temp.{name} values ({', '.join('?' * len(columns))})", rows)
        self._measure(name, filled.rowcount)

    def make(self, name: str, sql: str) -> None:
        """See `Engine.make`."""
        if self._start(name, f"create temp table {sql_name(name)} as {sql}"):
            self._measure(name, self._count(f"temp.{name}"))
        else:
            self._tell_sizes()
            self._clear(name)
            self._measure(name, self._insert(name, sql))

    def make_view(self, view: CompiledView, *, evidence: bool) -> None:
        """See `Engine.make_view`; here views always carry their evidence, for one case's rows are few."""
        sql = view.evidence_sql[self.dialect]
        if view.kind == "plain":
            self._make_plain(view, sql)
        elif self._has_been_made(view.name, sql) and gives_nothing(view.row_sources, self.empty):
            self._clear(view.name)
            self._measure(view.name, 0)
        else:
            self.make(view.name, sql)

    def _make_plain(self, view: CompiledView, sql: str) -> None:
        """A view of tables alone is made anew only when they are, and indexed as they are."""
        name = view.name
        if self._plain.get(name) == sql:
            return
        if self._start(name, f"create temp table {sql_name(name)} as {sql}"):
            for column in map(sql_name, view.join_columns):
                self.connection.execute(f"create index temp.{name}_by_{column} on {name} ({column})")
            self._unsized.remove(name)
            rows = self._count(f"temp.{name}")
        else:
            self._clear(name)
            nothing = gives_nothing(view.row_sources, self.empty)
            rows = 0 if nothing else self._insert(name, sql)
        self._plain[name] = sql
        self._note_rows(name, rows)
        if rows > CROWD:
            self._index(name)

    def fetch(self, sql: str) -> tuple[Sequence[str], Floats]:
        """See `Engine.fetch`."""
        names, rows = self.fetch_rows(sql)
        return names, np.array(rows, dtype=np.float64).reshape(len(rows), len(names))

    def fetch_rows(self, sql: str) -> tuple[Sequence[str], Sequence[tuple[Any, ...]]]:
        """See `Engine.fetch_rows`."""
        self._tell_sizes()
        cursor, rows = self._guarded(sql)
        return [each[0] for each in cursor.description or ()], rows

    def close(self) -> None:
        """See `Engine.close`; what was made is kept, and filled anew the next time."""

    def _start(self, name: str, sql: str) -> bool:
        """Make a relation, unless the same statement made it before; another program's of that name is dropped."""
        if self._made.get(name) == sql:
            return False
        self._cleared.discard(name)
        self.connection.execute(f"drop table if exists temp.{name}")
        self._tell_sizes()
        self._guarded(sql)
        self._plain.pop(name, None)
        self._large.pop(name, None)
        self._indexed = {index for index in self._indexed if index[0] != name}
        self._made[name] = sql
        self._unsized.append(name)
        return True

    def _has_been_made(self, name: str, sql: str) -> bool:
        return self._made.get(name) == f"create temp table {sql_name(name)} as {sql}"

    def _clear(self, name: str) -> None:
        if name not in self._cleared:
            self.connection.execute(f"delete from temp.{name}")
        self._cleared.discard(name)

    def _insert(self, name: str, sql: str) -> int:
        cursor, _ = self._guarded(f"insert into temp.{name} {sql}")
        return cursor.rowcount

    def _note_rows(self, name: str, rows: int) -> None:
        if not rows:
            self._cleared.add(name)

    def _measure(self, name: str, rows: int) -> None:
        """Tell and index a case's relation that is large, as few are."""
        self._note_rows(name, rows)
        large = rows if rows > CROWD else 0
        if large:
            self._index(name)
        if not large and name in self._large:
            del self._large[name]
            self._unsized.append(name)
        elif large > 2 * self._large.get(name, 0):
            self._large[name] = large
            self._unsized.append(name)

    def _index_table(self, table: str, ids: set[str]) -> None:
        """Index a table by all that is looked up together, if one of its ids has a crowd of rows."""
        if table in self._lookups and self._sizes[table] > CROWD and any(self._crowd(table, name) for name in ids):
            self._index(table)

    def _crowd(self, table: str, column: str) -> bool:
        if (table, column) not in self._crowds:
            query = f"select 1 from {table} where {column} is not null group by {column} having count(*) > {CROWD}"
            self._crowds[table, column] = bool(self.connection.execute(f"{query} limit 1").fetchall())
        return self._crowds[table, column]

    def _index(self, name: str) -> None:
        schema = "temp." if name in self._made else ""
        for columns in sorted(self._lookups.get(name, ())):
            if (name, columns) not in self._indexed:
                together = [sql_name(column) for column in columns]
                index = f"{schema}{sql_name(name)}_by_{'_and_'.join(together)}"
                self.connection.execute(f"create index if not exists {index} on {name} ({', '.join(together)})")
                self._indexed.add((name, columns))

    def _count(self, relation: str) -> int:
        return int(self.connection.execute(f"select count(*) from {relation}").fetchone()[0])

    def _tell_sizes(self) -> None:
        if not self._unsized:
            return
        # what it counts is thrown away at once: it is asked for the table that it makes, which nobody else can make
        self.connection.execute(f"analyze temp.{self._unsized[0]}")  # makes temp.sqlite_stat1
        for name in self._unsized:
            self.connection.execute("delete from temp.sqlite_stat1 where tbl = ?", (name,))
            rows = str(self._large.get(name, FEW_ROWS))
            self.connection.execute("insert into temp.sqlite_stat1 values (?, null, ?)", (name, rows))
        self.connection.execute("analyze temp.sqlite_schema")
        self._unsized.clear()

    def _guarded(self, sql: str) -> tuple[sqlite3.Cursor, list[Any]]:
        """Run a statement of compiled SQL within the limits; the cursor, and the rows that it gives."""
        self._guarding = True
        self._deadline = self._until or time.monotonic() + self._limits.query_seconds
        try:
            cursor = self.connection.execute(sql)
            return cursor, cursor.fetchall()
        except (sqlite3.Error, MemoryError) as error:
            raise self._in_words(error) from error
        finally:
            self._guarding, self._deadline = False, float("inf")

    def _in_words(self, error: sqlite3.Error | MemoryError) -> Exception:
        """What is said of a statement that failed; the error itself where that is all that is known."""
        limits, said = self._limits, str(error)
        if said == "interrupted":
            one_case = self._until is not None
            took = limits.case_seconds if one_case else limits.query_seconds
            return stopped(took, "case_seconds" if one_case else "query_seconds")
        if "full" in said or isinstance(error, MemoryError):
            why = f"needs more than {limits.case_megabytes:,} MB"
            return Exceeded(why, "Leave it out, or allow more with Limits(case_megabytes=...).")
        if "integer overflow" in said:
            return DataError(
                "The amounts of a case add up to more than 64 bits hold.",
                "Look for placeholders such as 9999999999999 among its amounts, and leave them empty.",
            )
        return error

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
