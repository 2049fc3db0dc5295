"""Facts that became known after a review was decided: what makes an old clue a new one."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass

import duckdb

from zbrisk.docket.days import ALWAYS, NEVER, day_number, to_date

__all__ = ["NewFact", "first_known", "new_facts"]

RowName = tuple[str, str]  # table, key
AT_ONCE = 500  # parameters a query


@dataclass(frozen=True, kw_only=True)
class NewFact:
    """A row behind a clue that nobody knew of when the clue was decided."""

    table: str
    key: str
    known_at: dt.date

    def to_json(self) -> dict[str, str]:
        """Plain JSON values."""
        return {**asdict(self), "known_at": self.known_at.isoformat()}


def new_facts(names: Iterable[RowName], since: dt.date, known: Mapping[RowName, dt.date]) -> tuple[NewFact, ...]:
    """The rows, of those named, of which anything was first known on a day or later; the newest first.

    Args:
        names: Table and key of the rows behind a clue.
        since: The day on which its last review was decided.
        known: What `first_known` gives; a row that is not in it counts always and is no news.
    """
    found = [
        NewFact(table=table, key=key, known_at=known[table, key])
        for table, key in dict.fromkeys(names)
        if (table, key) in known and known[table, key] >= since
    ]
    return tuple(sorted(found, key=lambda fact: (-day_number(fact.known_at), fact.table, fact.key)))


def first_known(
    connection: duckdb.DuckDBPyConnection | sqlite3.Connection, present: Collection[str], names: Iterable[RowName]
) -> dict[RowName, dt.date]:
    """The day on which anything of each row was first known; rows that count always are left out.

    Args:
        connection: Of a docket, or of a store of single cases.
        present: The tables that were supplied.
        names: Table and key of rows.
    """
    keys: dict[str, dict[str, None]] = {}
    for table, key in names:
        keys.setdefault(table, {})[key] = None
    found = {}
    for table in sorted(keys.keys() & set(present)):
        for some in _batched(keys[table], AT_ONCE):
            marks = ", ".join("?" * len(some))
            query = f"select _key, min(_known_from) from {table} where _key in ({marks}) group by _key"
            for key, day in connection.execute(query, list(some)).fetchall():
                if day not in (ALWAYS, NEVER):
                    found[table, str(key)] = to_date(day)
    return found


def _batched(keys: Iterable[str], size: int) -> Iterator[list[str]]:
    """The keys, a batch at a time."""
    listed = list(keys)
    for start in range(0, len(listed), size):
        yield listed[start : start + size]
