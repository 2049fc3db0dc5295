"""From which day on a table is there: that an office holds a table at all becomes known on some day, as its rows do.

A supplied table is there once the first of its rows is known; before, it is as good as not supplied: no data, and not
zero. Required tables are always there, and so is a table that holds no row at all: it is the office's word that it has
searched and found nothing. As soon as it holds a row, its rows speak for it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping

import duckdb

from zbrisk.contract import Contract
from zbrisk.docket.days import ALWAYS

__all__ = ["known_since", "present_on", "there_since"]


def known_since(
    connection: duckdb.DuckDBPyConnection | sqlite3.Connection, contract: Contract, supplied: Iterable[str]
) -> dict[str, int]:
    """The first day on which something of each supplied table was known: it is there on the days after."""
    firsts: dict[str, int | None] = dict.fromkeys(supplied)
    asked = [name for name in firsts if name not in contract.required_tables]
    if asked:
        query = " union all ".join(f"select '{name}', min(_known_from) from {name}" for name in asked)
        firsts |= dict(connection.execute(query).fetchall())
    return there_since(contract, firsts)


def there_since(contract: Contract, firsts: Mapping[str, int | None]) -> dict[str, int]:
    """The same, from the day of the first row of each supplied table; None where it holds none."""
    return {
        name: ALWAYS if first is None or name in contract.required_tables else first for name, first in firsts.items()
    }


def present_on(since: Mapping[str, int], as_of: int) -> frozenset[str]:
    """The tables that are there at the start of a day."""
    return frozenset(name for name, day in since.items() if day < as_of)
