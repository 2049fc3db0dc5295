"""From which day a row counts, and until which day it is the version in force.

`known_at`, the default, the parent and the versions become two day numbers a row: `_known_from`, the day it became
known, and `_known_until`, the day the next version of the same key did. As of a day the row counts when
`_known_from < as_of <= _known_until`. The rules are those of `zbrisk/contract/tables.yaml`; `records.py` applies the
same to one case's records.
"""

from __future__ import annotations

from collections.abc import Iterable
from graphlib import CycleError, TopologicalSorter

import duckdb

from zbrisk.contract import ColumnType, Contract, KnownRule, Table
from zbrisk.contract.contract import SECONDS_A_DAY
from zbrisk.docket.days import ALWAYS, LAST, NEVER
from zbrisk.errors import ContractError

__all__ = [
    "arrived_before", "as_it_stood", "fact_as_known", "has_versions", "key_text", "known_before", "known_day",
    "next_version", "parents_first", "repeated_keys",
]  # fmt: skip


def known_before(day: int | str, of: str = "") -> str:
    """SQL of whether a row was known before a day, in the version that was in force then.

    Args:
        day: A day number, or SQL of one.
        of: What the row's columns are reached through, such as `c.`.
    """
    return f"{of}_known_from < {day} and {of}_known_until >= {day}"


def arrived_before(day: int | str, *, dated: bool = False) -> str:
    """SQL of whether a row, in whatever version, had become known before a day: what a feed had delivered by then.

    Args:
        day: A day number, or SQL of one.
        dated: Only rows that have a day of their own; reference data that always count have none.
    """
    return f"_known_from < {day} and _known_from > {ALWAYS}" if dated else f"_known_from < {day}"


def as_it_stood(table: Table, day: int) -> str:
    """SQL of a table as a docket would have held it at the start of a day: rows, versions and facts until then.

    A version that was followed only later was the last one, so its end goes back to never.
    """
    columns = ", ".join(f"{fact_as_known(table, name, day)} as {name}" for name in table.columns)
    until = f"cast(case when _known_until >= {day} then {NEVER} else _known_until end as integer)"
    return f"select {columns}, _known_from, {until} as _known_until, _key from {table.name} where {arrived_before(day)}"


def fact_as_known(table: Table, column: str, day: int) -> str:
    """SQL of a column as it was known before a day: null where the date that it waits for had not passed."""
    fact = table.fact_date(column)
    if fact is None:
        return column
    start = day * SECONDS_A_DAY if table.columns[fact].type is ColumnType.TS else day
    return f"case when {fact} < {start} then {column} end"


def parents_first(contract: Contract, present: Iterable[str]) -> list[str]:
    """The tables that are present, each after its parent.

    Raises:
        ContractError: Tables are each other's parents.
    """
    tables = {name: contract.tables[name] for name in present}
    try:
        order = TopologicalSorter(
            {t.name: [t.parent.table] if t.parent else [] for t in tables.values()}
        ).static_order()
        return [name for name in order if name in tables]
    except CycleError as error:
        raise ContractError("Tables are each other's parents.", "Let `parent` point one way.") from error


def known_day(table: Table) -> str:
    """SQL of the day a row of `table` became known, by its own known_at (`given`) or the rule that stands in for it.

    Typed columns are reached as `r.`, the parent's first day as `p.first`. Null: the row needs a known_at and has none.
    """
    rule = table.known_at
    otherwise = "null"
    if table.parent:
        otherwise = f"coalesce(p.first, {NEVER})"
    elif rule.rule is KnownRule.ALWAYS or rule.always_otherwise:
        otherwise = str(ALWAYS)
    if rule.rule is KnownRule.REQUIRED:
        return "r.given"
    if rule.rule is KnownRule.ALWAYS:
        return f"coalesce(r.given, {otherwise})"
    return f"coalesce(r.given, {_event_day(table)}, {otherwise})"


def _event_day(table: Table) -> str:
    rule = table.known_at
    assert rule.column is not None
    day = f"r.{rule.column}"
    if table.columns[rule.column].type is ColumnType.TS:
        day = f"cast(floor({day} / {SECONDS_A_DAY}) as integer)"
    if rule.plus_months:
        day = f"(cast(date '1970-01-01' + {day} + interval {rule.plus_months} month as date) - date '1970-01-01')"
        day = f"least({day}, {LAST})"
    return day


def key_text(table: Table) -> str:
    """SQL of the key as text: its columns joined by `|`, dates in ISO form, empty where null."""
    parts = []
    for column in table.key:
        kind = table.columns[column].type
        value = f"r.{column}"
        if kind is ColumnType.DATE:
            value = f"(date '1970-01-01' + {value})"
        elif kind is ColumnType.TS:
            value = f"make_timestamp(1000000 * {value})"
        parts.append(f"coalesce(cast({value} as varchar), '')")
    return " || '|' || ".join(parts)


def has_versions(connection: duckdb.DuckDBPyConnection, table: Table, rows: str) -> bool:
    """Whether any key stands more than once in the relation `rows`."""
    query = (
        f"select 1 from {rows} as r where {_filled(table)} group by hash({_keys(table)}) having count(*) > 1 limit 1"
    )
    return bool(connection.execute(query).fetchall())


def repeated_keys(connection: duckdb.DuckDBPyConnection, table: Table, rows: str) -> list[tuple[str, int]]:
    """Three of the keys that `rows` holds more than once with the same day `_given`, and how many there are."""
    query = (
        f"select {key_text(table)}, count(*) over () from {rows} as r where {_filled(table)}"
        f" group by {_keys(table)}, _given having count(*) > 1 order by 1 limit 3"
    )
    return connection.execute(query).fetchall()


def next_version(table: Table) -> str:
    """SQL of the day on which the next version of a row became known."""
    return (
        f"case when {_filled(table)} then lead(r._known_from) over (partition by {_keys(table)} order by r._given) end"
    )


def _keys(table: Table) -> str:
    return ", ".join(f"r.{column}" for column in table.key)


def _filled(table: Table) -> str:
    return " and ".join(f"r.{column} is not null" for column in table.key)
