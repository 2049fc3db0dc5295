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

__all__ = ["known_since", "present_on"]


def known_since(
    connection: duckdb.DuckDBPyConnection | sqlite3.Connection, contract: Contract, supplied: Iterable[str]
) -> dict[str, int]:
    """The first day on which something of each supplied table was known: it is there on the days after."""
    since = dict.fromkeys(supplied, ALWAYS)
    asked = [name for name in since if name not in contract.required_tables]
    if asked:
        query = " union all ".join(f"select '{name}', min(_k) from {name}" for name in asked)
        since |= {name: day for name, day in connection.execute(query).fetchall() if day is not None}
    return since


def present_on(since: Mapping[str, int], as_of: int) -> frozenset[str]:
    """The tables that are there at the start of a day."""
    return frozenset(name for name, day in since.items() if day < as_of)
