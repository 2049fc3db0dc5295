"""Open tables, and see them as they were known on any day."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
import weakref
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, NoReturn, Protocol

import duckdb
import pandas as pd

from zbrisk.compiler.cohort import cohort_query
from zbrisk.contract import Contract, load_contract
from zbrisk.docket.days import ALWAYS, NEVER, AsOf, day_number, past_day_number, to_date
from zbrisk.docket.faults import missing_tables
from zbrisk.docket.finding import find
from zbrisk.docket.loading import (
    UndatedBatch,
    fenced,
    is_small,
    load,
    make_room,
    new_connection,
    raise_first,
    undated_batches,
)
from zbrisk.docket.opened import is_opened, read_opened
from zbrisk.docket.opened_manifest import Whole
from zbrisk.docket.presence import known_since
from zbrisk.docket.rows import frame_sql, rows_as_of
from zbrisk.docket.sources import Source, release, supply
from zbrisk.docket.store import copy_to_sqlite
from zbrisk.docket.validity import parents_first
from zbrisk.errors import DataError
from zbrisk.scratch import discard

__all__ = ["Docket", "Needs", "open_docket"]


class Needs(Protocol):
    """What knows which rows one case's score depends on."""

    def gather(self, docket: Docket, case_id: str, as_of: int) -> dict[str, list[dict[str, Any]]]:
        """The rows out of a docket."""


class Docket:
    """The tables of an office, each row with the days between which it counts.

    Attributes:
        contract: What the tables are.
        present: The tables that were supplied.
        known_since: Of each of them the first day on which something of it was known; it is there on the days after.
        connection: DuckDB with one table for each of them, in engine types, with `_known_from`, `_known_until` and
            `_key`. It can reach no network, and no file but those it makes itself in a temporary folder and those of
            opened tables.
        undated: Tables whose rows lack the days that coverage asks for, and when it does.
        whole: What is known of greater tables of which these rows are a part; None where they are all.
        one_at_a_time: Held by whoever works on `store()`, of which there is one for all threads.
    """

    def __init__(
        self,
        *,
        contract: Contract,
        present: Iterable[str],
        connection: duckdb.DuckDBPyConnection,
        folder: str,
        undated: Sequence[UndatedBatch] = (),
        whole: Whole | None = None,
    ) -> None:
        self.contract = contract
        self.whole = whole
        self.undated = tuple(undated)
        self.present = frozenset(present)
        self.connection = connection
        self.one_at_a_time = threading.RLock()
        self._folder = folder
        self._tidy = weakref.finalize(self, discard, folder)

    @property
    def _cursor(self) -> duckdb.DuckDBPyConnection:
        """A connection of the caller's own: DuckDB's results get mixed up where threads share one."""
        return self.connection.cursor()

    @cached_property
    def first_day(self) -> int:
        """The number of the first day on which a case of the cohort's table was known; NEVER if none ever is."""
        if self.whole is not None:
            return self.whole.first_day
        query = f"select min(_known_from) from {self.contract.cohort.table} where _known_from < {NEVER}"
        day = _one(self._cursor, query)
        return NEVER if day is None else int(day)

    @cached_property
    def known_since(self) -> Mapping[str, int]:
        """See the attributes of the class."""
        if self.whole is not None:
            return self.whole.known_since
        return known_since(self._cursor, self.contract, self.present)

    def day(self, as_of: AsOf) -> int:
        """The number of the day `as_of`.

        Raises:
            DataError: It is no day, has not come, nothing was known before it, or coverage that was known by then says
                that a table comes in batches whose rows lack known_at.
        """
        number = past_day_number(as_of)
        if self.first_day == NEVER:
            raise DataError(
                f"Table {self.contract.cohort.table} has no row that is ever known.",
                "Export the cases, with known_at.",
            )
        if number <= self.first_day:
            raise DataError(
                f"Nothing was known before {to_date(number)}.",
                f"The first case became known on {to_date(self.first_day)}; choose a later day.",
            )
        for batch in self.undated:
            batch.refuse(number)
        return number

    def cohort(self, as_of: AsOf) -> pd.DataFrame:
        """The cases that are scored on a day: those for which the cohort's condition holds by what was known before it.

        Returns:
            The columns case_id (or whatever the cohort's key is) and as_of, in the order of the key.

        Raises:
            DataError: Nothing was known before the day.
        """
        day = self.day(as_of)
        query = cohort_query(self.contract)
        absent = [table for table in query.tables if table not in self.present]
        if absent:
            raise DataError(
                f"The cohort's condition asks for what {', '.join(absent)} would say, which was not supplied.",
                "Supply it: no data is not a no.",
            )
        cases = self._cursor.execute(query.sql("duckdb", day)).df()
        return cases.assign(as_of=pd.Timestamp(to_date(day)).as_unit("s"))

    def cohort_spans(self) -> pd.DataFrame | None:
        """On which days each case is of the cohort: the key, the number of the first day, and that of the day after.

        Returns:
            Spans in the order of the key, of which a case may have several; None where the cohort's condition does not
            say so at once, and each day has to be asked for.
        """
        query = cohort_query(self.contract).spans_sql(ALWAYS, NEVER)
        if query is None:
            return None
        return self._cursor.execute(query).df().set_axis([self.contract.cohort.key, "first", "end"], axis=1)

    def frame(self, table: str, as_of: AsOf | None = None) -> pd.DataFrame:
        """A table in public types: dates, yuan, flags; `known_at` resolved, empty where a row counts always.

        Args:
            table: Its name.
            as_of: The table as it was known before this day: of each row the version that was in force, with later
                facts hidden until their day. None for all rows and versions that count on some day.

        Raises:
            DataError: The table was not supplied.
        """
        if table not in self.present:
            raise DataError(f"There is no table {table!r}.", f"Supplied are {', '.join(sorted(self.present))}.")
        day = None if as_of is None else day_number(as_of)
        return self._cursor.execute(frame_sql(self.contract.tables[table], day)).df()

    def row(self, table: str, key: str, as_of: AsOf) -> dict[str, Any] | None:
        """One row by its evidence key as it was known before a day, in public types; None if it was not."""
        return next(iter(self.rows(table, [key], as_of)), None)

    def rows(self, table: str, keys: Iterable[str], as_of: AsOf) -> list[dict[str, Any]]:
        """The rows with these evidence keys as they were known before a day; unknown keys are passed over."""
        return rows_as_of(self._cursor, self.contract.tables[table], keys, as_of)

    def records(self, case_id: str, as_of: AsOf, needs: Needs) -> dict[str, list[dict[str, Any]]]:
        """The rows on which one case's score depends, as a case system would send them.

        Args:
            case_id: The case.
            as_of: The day; only rows known before it are given.
            needs: What the score depends on: `scorer.needs()`.

        Returns:
            Table to rows in public types; a table that was supplied and has no such row is an empty list.

        Raises:
            DataError: The case is not known on that day.
        """
        with self.one_at_a_time:
            return needs.gather(self, case_id, self.day(as_of))

    def digest(self) -> str:
        """SHA-256 over all rows with their knowledge days, whatever their order; equal tables have equal digests."""
        sums = {}
        for name in sorted(self.present):
            columns = (*self.contract.tables[name].columns, "_known_from")
            cells = ", ".join(f"coalesce(cast({column} as varchar), '\x1e')" for column in columns)
            # md5 is of the text alone, where DuckDB's own hash() may change with its version
            query = f"select count(*), cast(bit_xor(md5_number(concat_ws('\x1f', {cells}))) as varchar) from {name}"
            sums[name] = self._cursor.execute(query).fetchall()[0]
        return hashlib.sha256(json.dumps([self.contract.digest, sums], sort_keys=True).encode()).hexdigest()

    def __reduce__(self) -> NoReturn:
        raise DataError(
            "An opened docket cannot be copied or sent to another process: it is an open database.",
            "Compute the features first, or open the tables again over there; threads may share a docket.",
        )

    def make_room(self) -> None:
        """Have a place on disk for what does not fit into memory; before anything large is asked for."""
        if self._folder:
            make_room(self._folder)

    def close(self) -> None:
        """Give back memory and spilled files; the docket is of no use afterwards."""
        self.connection.close()
        if "_store" in self.__dict__:
            self._store.close()
        self._tidy()

    def store(self) -> sqlite3.Connection:
        """An indexed in-memory SQLite copy for single cases, made on first use."""
        return self._store

    @cached_property
    def _store(self) -> sqlite3.Connection:
        return copy_to_sqlite(self.connection, self.contract, self.present)


def open_docket(
    source: Source,
    *,
    contract: Contract | None = None,
    tables_file: str | Path | None = None,
    memory_limit: str = "3GB",
) -> Docket:
    """Open an office's tables.

    Args:
        source: A folder with one .parquet, .csv or .csv.gz a table, or a folder of such parts; a DuckDB file, of which
            only tables are read; what `open_tables` wrote; or a dict of pandas, polars or arrow tables or lists of
            dicts.
        contract: What the tables are; zbrisk's own by default.
        tables_file: A team's own tables or contract, instead of `contract`.
        memory_limit: What DuckDB may use before it spills to disk. Tables of more than half a gigabyte are kept in a
            temporary file, which goes with the docket.

    Raises:
        DataError: The tables cannot be read or do not keep the contract; `zbrisk check` lists all that is wrong.
        ContractError: The tables file does not hold together.
    """
    contract = contract or load_contract(tables_file)
    cohort_query(contract)  # refused before anything is read
    if is_opened(source):
        opened = read_opened(Path(str(source)), contract, memory_limit)
        return Docket(
            contract=contract, present=opened.tables, connection=opened.connection, folder=opened.folder,
            undated=opened.undated, whole=opened.whole,
        )  # fmt: skip
    found = find(source, contract)
    connection, folder = new_connection(found, memory_limit)
    try:
        supplies = supply(connection, found, contract)
        raise_first(missing_tables(contract, supplies))
        for name in parents_first(contract, supplies):
            load(connection, contract, supplies[name], few=is_small(found))
        undated = undated_batches(connection, contract, supplies)
        release(connection, supplies.values())
        connection = fenced(connection, supplies, found, folder, memory_limit)
    except BaseException:
        connection.close()
        discard(folder)
        raise
    return Docket(contract=contract, present=supplies, connection=connection, folder=folder, undated=undated)


def _one(connection: duckdb.DuckDBPyConnection, query: str) -> Any:
    row = connection.execute(query).fetchone()
    return None if row is None else row[0]
