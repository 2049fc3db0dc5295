"""From which day a row counts, and until which day it is the version in force.

`known_at`, the default, the parent and the versions become two day numbers a row: `_k`, the day it became known, and
`_u`, the day the next version of the same key did. As of a day the row counts when `_k < as_of <= _u`. The rules are
those of `zbrisk/contract/tables.yaml`; `records.py` applies the same to one case's records.
"""

from __future__ import annotations

from collections.abc import Iterable
from graphlib import CycleError, TopologicalSorter

import duckdb

from zbrisk.contract import ColumnType, Contract, KnownRule, Table
from zbrisk.docket.days import ALWAYS, NEVER
from zbrisk.errors import ContractError, DataError

__all__ = ["key_text", "known_day", "parents_first", "settle_versions"]


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
        day = f"cast(floor({day} / 86400) as integer)"
    if rule.plus_months:
        day = f"(cast(date '1970-01-01' + {day} + interval {rule.plus_months} month as date) - date '1970-01-01')"
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


def settle_versions(connection: duckdb.DuckDBPyConnection, table: Table, place: str) -> None:
    """Set `_u` of rows that have a later version; `_given` holds the days before the parent's bound was laid on.

    Raises:
        DataError: The same key twice, known on the same day.
    """
    keys = ", ".join(table.key)
    filled = " and ".join(f"{column} is not null" for column in table.key)
    connection.execute(
        f"create or replace temp table repeated as select hash({keys}) as h from {table.name} where {filled}"
        " group by all having count(*) > 1"
    )
    if not connection.execute("select count(*) from repeated").fetchone()[0]:  # type: ignore[index]
        return
    connection.execute(
        f"""create or replace temp table versions as
        select rowid as r, _key, lead(_given) over w as next_given, lead(_k) over w as next_known, _given
        from {table.name} where {filled} and hash({keys}) in (select h from repeated)
        window w as (partition by {keys} order by _given)"""
    )
    twice = connection.execute(
        "select _key, count(*) over () from versions where next_given = _given limit 1"
    ).fetchone()
    if twice:
        raise DataError(
            f"{place} holds {table.name} {twice[0]!r} twice with the same known_at ({twice[1]} such rows).",
            "Keep one row of each key and known_at; a correction has a later known_at.",
        )
    connection.execute(
        f"update {table.name} set _u = v.next_known from versions as v"
        f" where {table.name}.rowid = v.r and v.next_known is not null"
    )
