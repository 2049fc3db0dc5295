"""One case's records, as a case system sends them, straight into a SQLite store, in about a millisecond.

`cells.py` and `knowledge.py` say the same in SQL for whole dockets; tests hold the two together.
"""

from __future__ import annotations

import calendar
import datetime as dt
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from itertools import chain, pairwise
from typing import Any

from zbrisk.contract import Column, ColumnType, Contract, KnownRule, Table
from zbrisk.contract.contract import SECONDS_A_DAY
from zbrisk.docket.cells import KNOWN_AT, TEXTS, TYPE_WORDS
from zbrisk.docket.days import ALWAYS, EPOCH, LAST, NEVER, to_date
from zbrisk.docket.headings import refuse_names
from zbrisk.docket.loading import BATCH_FED, COVERAGE, speaks_of_feeds
from zbrisk.docket.store import HIDDEN, create_table, indexes, new_store
from zbrisk.docket.validity import parents_first
from zbrisk.docket.values import READERS, UNREADABLE, read_texts
from zbrisk.errors import DataError

__all__ = ["RecordReader", "Records", "Rows"]

# Table to rows; ISO text or dates, yuan as int, float, Decimal or text.
Records = Mapping[str, Iterable[Mapping[str, Any]]]
Rows = Mapping[str, Sequence[tuple[Any, ...]]]
"""Table to rows as a store holds them: engine types, then the hidden columns."""


class RecordReader:
    """Fills SQLite stores from records; make one and keep it, it remembers how the contract's cells are read.

    Args:
        contract: What the tables are.
    """

    def __init__(self, contract: Contract) -> None:
        self.contract = contract

    def new_store(self) -> sqlite3.Connection:
        """An empty store with every table of the contract, to be filled again and again."""
        store = new_store()
        for table in self.contract.tables.values():
            store.execute(create_table(table))
            for index in indexes(table, self.contract.links):
                store.execute(index)
        return store

    def fill(self, store: sqlite3.Connection, records: Records, as_of: int = NEVER) -> None:
        """Put these records, and nothing else, into a store.

        Whether an absent table means "no data" is for the reader of the store to keep: here it is empty.

        Args:
            store: The store.
            records: The records.
            as_of: The day that is asked of: only coverage known before it says which tables need a known_at.

        Raises:
            DataError: A table is unknown, a cell cannot be read, or a row has no known_at and needs one. The store is
                left as it was.
        """
        self.fill_listed(store, self.as_lists(records), as_of)

    def fill_listed(
        self, store: sqlite3.Connection, tables: Mapping[str, list[Mapping[str, Any]]], as_of: int = NEVER
    ) -> Rows:
        """The same with records as `as_lists` gives them.

        Returns:
            The rows as they were put into the store; `put` puts them there again.

        Raises:
            DataError: A cell cannot be read, or a row has no known_at and needs one. The store is left as it was.
        """
        rows: dict[str, list[Any]] = {name: [] for name in tables}
        firsts: dict[str, dict[Any, int]] = {}
        batch: set[str] = set()
        with _at_once(store):
            for name in self._coverage_first:
                store.execute(f"delete from {name}")
                if listed := tables.get(name):
                    reader = self._readers[name]
                    rows[name] = list(reader.read(listed, firsts, name in batch))
                    store.executemany(reader.insert, rows[name])
                    if name == COVERAGE and speaks_of_feeds(self.contract):
                        fed = store.execute(BATCH_FED).fetchall()
                        batch = {table for table, known, until in fed if known < as_of <= until}
        return rows

    def put(self, store: sqlite3.Connection, rows: Rows) -> None:
        """Put rows that were read before, and nothing else, into a store."""
        with _at_once(store):
            for name, reader in self._readers.items():
                store.execute(f"delete from {name}")
                store.executemany(reader.insert, rows.get(name, ()))

    def as_lists(self, records: Records) -> dict[str, list[Mapping[str, Any]]]:
        """The records as lists, which can be read more than once. Columns that the contract lacks are passed over.

        Raises:
            DataError: The records are no dict, a table is unknown or no list, a row is no dict, or a column's name
                differs from the contract's by capitals alone.
        """
        if not isinstance(records, Mapping):
            raise DataError(
                f"The records are a {type(records).__name__}.", "Send a dict of tables, each a list of rows."
            )
        for name, rows in records.items():
            if name not in self.contract.tables:
                raise DataError(f"There is no table {name!r}.", f"Use {', '.join(self.contract.tables)}.")
            if isinstance(rows, (str, Mapping)) or not isinstance(rows, Iterable):
                raise DataError(
                    f"Table {name} is a {type(rows).__name__}.", "Send a list of dicts, empty if none is there."
                )
        tables = {name: list(rows) for name, rows in records.items()}
        for name, rows in tables.items():
            for i, row in enumerate(rows):
                if type(row) is not dict and not isinstance(row, Mapping):  # which takes its time to say yes
                    raise DataError(f"Table {name}, row {i + 1} is no dict.", "Send each row as a dict of its columns.")
            if not self._names[name].issuperset(chain.from_iterable(rows)):
                given = dict.fromkeys(chain.from_iterable(rows))
                refuse_names(map(str, given), f"table {name}", self.contract.tables[name])
        return tables

    @cached_property
    def _names(self) -> dict[str, set[str]]:
        return {name: {*table.columns, KNOWN_AT.name} for name, table in self.contract.tables.items()}

    @cached_property
    def _readers(self) -> dict[str, _TableReader]:
        parents = {(t.parent.table, t.parent.column) for t in self.contract.tables.values() if t.parent}
        return {
            name: _TableReader(table, self.contract, [column for parent, column in parents if parent == name])
            for name, table in self.contract.tables.items()
        }

    @cached_property
    def _coverage_first(self) -> list[str]:
        """Parents before their children, and coverage, which says how the others come, as early as may be."""
        order, early = parents_first(self.contract, self.contract.tables), [COVERAGE]
        while early[0] in order and (parent := self.contract.tables[early[0]].parent):
            early.insert(0, parent.table)
        return sorted(order, key=lambda name: name not in early)


@contextmanager
def _at_once(store: sqlite3.Connection) -> Iterator[None]:
    """All that is done to a store in here, or nothing."""
    store.execute("begin")
    try:
        yield
    except BaseException:
        store.execute("rollback")
        raise
    store.execute("commit")


class _TableReader:
    """Reads the rows of one table and settles their days."""

    def __init__(self, table: Table, contract: Contract, parent_of: Sequence[str]) -> None:
        self.table = table
        self.contract = contract
        self.parent_of = parent_of
        self.columns = [*table.columns.values(), KNOWN_AT]
        self.names = list(table.columns)
        self.insert = f"insert into {table.name} values ({', '.join('?' * (len(table.columns) + len(HIDDEN)))})"
        self.key = [(self.names.index(name), table.columns[name].type) for name in table.key]
        self.default = self.names.index(table.known_at.column) if table.known_at.column else None
        self.bound = self.names.index(table.parent.column) if table.parent else None

    def read(
        self, rows: list[Mapping[str, Any]], firsts: dict[str, dict[Any, int]], batch: bool
    ) -> Iterable[tuple[Any, ...]]:
        """The rows as the store holds them; `firsts` gives the first days of parents, and gets this table's own."""
        cells = [self._column(column, rows) for column in self.columns]
        given = cells.pop()
        bounds = self._bounds(cells, firsts)
        days = [g if g is not None else self._day(cells, i, bounds[i], batch) for i, g in enumerate(given)]
        keys = [tuple(cells[position][i] for position, _ in self.key) for i in range(len(rows))]
        known = [day if bound is None or bound < day else bound for day, bound in zip(days, bounds, strict=True)]
        until = self._until(keys, days, known)
        for column in self.parent_of:
            first: dict[Any, int] = {}
            for value, day in zip(cells[self.names.index(column)], known, strict=True):
                first[value] = min(day, first.get(value, NEVER))
            firsts[self.table.name] = first
        return zip(*cells, known, until, map(self._key_text, keys), strict=True)

    def _column(self, column: Column, rows: list[Mapping[str, Any]]) -> list[Any]:
        name, read = column.name, READERS[column.type]
        try:
            if column.type in TEXTS:
                values = read_texts([row.get(name) for row in rows], read)
            else:
                values = [v if (v := row.get(name)) is None else read(v) for row in rows]
        except UNREADABLE:
            raise self._unreadable(column, rows, read) from None
        if column.codes and not set(column.codes).issuperset(values):
            self._refuse_codes(column, values)
        if name in self.table.required and None in values:
            raise self._fault(values.index(None), name, "is empty, but required", "Fill it.")
        return values

    def _bounds(self, cells: list[list[Any]], firsts: dict[str, dict[Any, int]]) -> list[int | None]:
        if self.bound is None or self.table.parent is None:
            return [None] * len(cells[0])
        first = firsts.get(self.table.parent.table, {})
        return [first.get(value) for value in cells[self.bound]]

    def _day(self, cells: list[list[Any]], i: int, bound: int | None, batch: bool) -> int:
        """The day of a row without known_at, as `knowledge.known_day` says it."""
        rule = self.table.known_at
        if batch:
            raise self._fault(i, KNOWN_AT.name, "is empty, but the coverage says that the table comes in batches", FILL)
        if rule.rule is KnownRule.COLUMN and self.default is not None and (value := cells[self.default][i]) is not None:
            day: int = value // SECONDS_A_DAY if self.columns[self.default].type is ColumnType.TS else value
            return _months_later(day, rule.plus_months) if rule.plus_months else day
        if rule.rule is KnownRule.REQUIRED:
            raise self._fault(i, KNOWN_AT.name, "is empty, and nothing stands in for it", FILL)
        if self.table.parent:
            return NEVER if bound is None else bound
        if rule.rule is KnownRule.ALWAYS or rule.always_otherwise:
            return ALWAYS
        raise self._fault(i, KNOWN_AT.name, "is empty, and nothing stands in for it", FILL)

    def _until(self, keys: list[tuple[Any, ...]], days: list[int], known: list[int]) -> list[int]:
        until = [NEVER] * len(keys)
        if len(set(keys)) == len(keys):
            return until
        versions: dict[tuple[Any, ...], list[int]] = {}
        for i, key in enumerate(keys):
            if None not in key:
                versions.setdefault(key, []).append(i)
        for key, rows in versions.items():
            rows.sort(key=days.__getitem__)
            for earlier, later in pairwise(rows):
                if days[earlier] == days[later]:
                    raise self._fault(later, self.table.key[0], f"repeats the key {self._key_text(key)!r}", TWICE)
                until[earlier] = known[later]
        return until

    def _key_text(self, key: tuple[Any, ...]) -> str:
        return "|".join(
            value if type(value) is str else _text_of(kind, value)
            for value, (_, kind) in zip(key, self.key, strict=True)
        )

    def _unreadable(self, column: Column, rows: list[Mapping[str, Any]], read: Callable[[Any], Any]) -> DataError:
        noun, cure = TYPE_WORDS[column.type]
        for i, row in enumerate(rows):
            try:
                read(row[column.name]) if row.get(column.name) is not None else None
            except UNREADABLE:
                return self._fault(i, column.name, f"is not {noun}", cure)
        raise AssertionError("no cell was at fault")

    def _refuse_codes(self, column: Column, values: list[Any]) -> None:
        for i, value in enumerate(values):
            if value is not None and value not in column.codes:
                raise self._fault(
                    i, column.name, f"holds the unknown code {value!r}", f"Use {', '.join(column.codes)}."
                )

    def _fault(self, i: int, column: str, problem: str, cure: str) -> DataError:
        return DataError(f"Table {self.table.name}, row {i + 1}: {column} {problem}.", cure)


FILL = "Fill in the first day on which your office could have seen the row."
TWICE = "Keep one row of each key and known_at; a correction has a later known_at."


def _months_later(day: int, months: int) -> int:
    date = to_date(day)
    year, month = divmod(date.year * 12 + date.month - 1 + months, 12)
    if year > dt.MAXYEAR:
        return LAST
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(date.day, last)).toordinal() - EPOCH


def _text_of(kind: ColumnType, value: Any) -> str:
    if value is None:
        return ""
    if kind is ColumnType.DATE:
        return to_date(value).isoformat()
    if kind is ColumnType.TS:
        return str(dt.datetime(1970, 1, 1) + dt.timedelta(seconds=value))
    return str(value)
