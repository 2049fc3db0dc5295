"""Rows as people know them: dates, yuan and flags again instead of the engines' numbers."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any

import duckdb

from zbrisk.contract import ColumnType, Table
from zbrisk.contract.contract import SECONDS_A_DAY
from zbrisk.docket.days import ALWAYS, NEVER, AsOf, day_number, to_date
from zbrisk.docket.validity import fact_as_known, known_before

__all__ = ["first_versions", "frame_sql", "public_row", "public_value", "rows_as_of"]

EPOCH = dt.datetime(1970, 1, 1)
KINDS = frozenset(ColumnType)
AT_ONCE = 500  # parameters a query


def public_value(kind: ColumnType, value: Any) -> Any:
    """An engine's value as a person wrote it: a date, a datetime, yuan, True or False."""
    if value is None:
        return None
    match kind:
        case ColumnType.DATE:
            return to_date(value)
        case ColumnType.TS:
            return EPOCH + dt.timedelta(seconds=value)
        case ColumnType.MONEY:
            return value / 100
        case ColumnType.BOOL:
            return bool(value)
        case _:
            return value


def public_row(kinds: Mapping[str, str], row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of a query, whose columns are of these kinds: days and yuan as people know them, of times the day alone."""
    return {name: _of_kind(kinds.get(name), value) for name, value in row.items()}


def _of_kind(kind: str | None, value: Any) -> Any:
    public = public_value(ColumnType(kind), value) if kind in KINDS else value
    return public.date() if isinstance(public, dt.datetime) else public


def rows_as_of(
    connection: duckdb.DuckDBPyConnection | sqlite3.Connection, table: Table, keys: Iterable[str], as_of: AsOf
) -> list[dict[str, Any]]:
    """Rows by their evidence keys as they were known before a day, in public types, with later facts hidden.

    Works on a docket's DuckDB connection and on any SQLite store alike. Unknown keys are passed over.
    """
    day = day_number(as_of)
    return _fetched(connection, table, keys, f"{known_before(day)} order by _key", day)


def first_versions(
    connection: duckdb.DuckDBPyConnection | sqlite3.Connection, table: Table, keys: Iterable[str], as_of: AsOf
) -> list[dict[str, Any]]:
    """The first version of each row that has a later one by a day: since when anything was known of it."""
    day = day_number(as_of)
    superseded = _fetched(
        connection,
        table,
        keys,
        f"_known_from < _known_until and _known_until < {day} order by _key, _known_from desc",
        day,
    )
    return list({tuple(row[name] for name in table.key): row for row in superseded}.values())


def _fetched(
    connection: duckdb.DuckDBPyConnection | sqlite3.Connection, table: Table, keys: Iterable[str], rest: str, day: int
) -> list[dict[str, Any]]:
    names, wanted = list(table.columns), list(dict.fromkeys(keys))
    found: list[Any] = []
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        some += some[-1:] * (_round(len(some)) - len(some))  # statements of few lengths are planned once
        marks = ", ".join("?" * len(some))
        query = f"select {', '.join(names)}, _known_from from {table.name} where _key in ({marks}) and {rest}"
        found += connection.execute(query, some).fetchall()
    return [_public(table, dict(zip(names, row, strict=False)), row[-1], day) for row in found]


def _round(size: int) -> int:
    """The power of 2 that is not smaller."""
    return 1 << (size - 1).bit_length()


def frame_sql(table: Table, day: int | None) -> str:
    """DuckDB's query for a table in public types: as it was known before a day, or all that ever counts."""
    columns = {name: name if day is None else fact_as_known(table, name, day) for name in table.columns}
    parts = [f"{_public_column(table.columns[name].type, f'({sql})')} as {name}" for name, sql in columns.items()]
    known = f"case when _known_from > {ALWAYS} then date '1970-01-01' + _known_from end as known_at"
    counts = f"_known_from < {NEVER}" if day is None else known_before(day)
    return f"select {', '.join(parts)}, {known} from {table.name} where {counts}"


def _public(table: Table, row: dict[str, Any], known: int, day: int) -> dict[str, Any]:
    public = {
        name: value if value is None else public_value(table.columns[name].type, value) for name, value in row.items()
    }
    for date, facts in table.later_facts.items():
        if not _past(table, date, row[date], day):
            public |= dict.fromkeys(facts)
    return {**public, "known_at": None if known == ALWAYS else to_date(known)}


def _past(table: Table, date: str, value: int | None, day: int) -> bool:
    if value is None:
        return False
    return (value // SECONDS_A_DAY if table.columns[date].type is ColumnType.TS else value) < day


def _public_column(kind: ColumnType, name: str) -> str:
    match kind:
        case ColumnType.DATE:
            return f"date '1970-01-01' + {name}"
        case ColumnType.TS:
            return f"make_timestamp(1000000 * {name})"
        case ColumnType.MONEY:
            return f"{name} / 100.0"
        case ColumnType.BOOL:
            return f"cast({name} as boolean)"
        case _:
            return name
