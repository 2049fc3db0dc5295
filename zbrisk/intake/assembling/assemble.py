"""Make the contract's tables from the staged rows, one after the other, and say of every raw row what became of it.

A table's candidates are the query of `candidates/TABLE.sql`: a row for what one raw row says of one key. The gate
refuses what the contract would refuse; what is left becomes versions.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from itertools import groupby
from typing import Any

import duckdb
import pyarrow as pa

from zbrisk.contract import Contract, Table
from zbrisk.intake.assembling.gate import reason_of_row, too_early
from zbrisk.intake.assembling.versions import NEW, Versions, versions
from zbrisk.intake.staging import QUARANTINED

__all__ = ["TABLES", "assemble", "run_sql"]

TABLES = (
    "cases", "suits", "parties", "case_parties", "credit_measures", "assets", "asset_events", "companies",
    "income_records", "vehicle_sightings", "petitions", "accounts", "transactions",
    "enforcement_actions", "property_queries", "case_agents",
)  # fmt: skip
FATES = pa.schema(
    [("table", pa.string()), ("_id", pa.int64()), ("fate", pa.string()), ("reason", pa.string()), ("key", pa.string())]
)
CONTRADICTIONS = pa.schema(
    [("_id", pa.int64()), ("field", pa.string()), ("value", pa.string()), ("reason", pa.string())]
)
AT_ONCE = 20_000  # rows


def assemble(connection: duckdb.DuckDBPyConnection, contract: Contract, name: str) -> None:
    """Make one table, `name`, and add to `fates` what became of its candidates.

    Tables that its query reads must be there.
    """
    table = contract.tables[name]
    run_sql(connection, f"candidates/{name}.sql", into="stated")
    columns = [row[0] for row in connection.execute("describe stated").fetchall()]
    connection.execute(f"create view candidates as select *, {reason_of_row(table, columns)} as refused from stated")
    for column, condition in too_early(table, columns).items():
        connection.execute(
            f"insert into raw_cells by name select _id, ? as field, cast({column} as varchar) as value,"
            " 'before_start' as reason"
            f" from stated where {condition}",
            [column],
        )
        connection.execute(f"update stated set {column} = null where {condition}")
    _create(connection, table, [column for column in columns if column in table.columns or column.endswith("_within")])
    connection.execute("drop view candidates; drop table stated")


def run_sql(connection: duckdb.DuckDBPyConnection, name: str, *, into: str = "") -> None:
    """Run a query that stands beside this module; its rows go into a new table."""
    text = resources.files("zbrisk.intake.assembling").joinpath(name).read_text(encoding="utf-8")
    connection.execute(f"create table {into} as {text}" if into else text)


def _create(connection: duckdb.DuckDBPyConnection, table: Table, columns: list[str]) -> None:
    """The versions of all keys, into a table of the contract's columns, known_at and how exact amounts are."""
    listed = ", ".join(columns)
    key = ", ".join(table.key)
    key_text = f"concat_ws('|', {key})"
    connection.execute(
        "insert into fates by name select ? as table, _id, ? as fate, refused as reason from candidates"
        " where refused is not null",
        [table.name, QUARANTINED],
    )
    connection.execute(
        f"create table again as select {key} from candidates where refused is null group by all having count(*) > 1"
    )
    connection.execute(
        f"create view once as select * from candidates anti join again using ({key}) where refused is null"
    )
    connection.execute(f"create table {table.name} as select {listed}, _known as known_at from once")
    connection.execute(
        f"insert into fates by name select ? as table, _id, ? as fate, {key_text} as key from once",
        [table.name, NEW],
    )
    _merge(
        connection,
        table,
        columns,
        f"select distinct on ({key}, _id) _id, _known, {key_text}, {listed}"
        f" from candidates semi join again using ({key}) where refused is null order by {key}, _known, _id",
    )
    connection.execute("drop view once; drop table again")


def _merge(connection: duckdb.DuckDBPyConnection, table: Table, columns: list[str], query: str) -> None:
    """Add the versions of keys that stand in several rows."""
    schema = connection.sql(f"from {table.name} limit 0").to_arrow_table().schema
    rows: list[tuple[Any, ...]] = []
    fates: list[tuple[Any, ...]] = []
    contradictions: list[tuple[Any, ...]] = []
    for key, found in _by_key(connection.cursor(), query, columns, table):
        rows += [(*(values[column] for column in columns), known) for known, values in found.rows]
        fates += [(table.name, number, fate, None, key) for number, fate in found.fates]
        contradictions += [(number, c, str(value), "contradicts_batch") for number, c, value in found.refused]
        if len(fates) > AT_ONCE:
            _add(connection, table.name, rows, fates, contradictions, schema)
    _add(connection, table.name, rows, fates, contradictions, schema)


def _by_key(
    cursor: duckdb.DuckDBPyConnection, query: str, columns: list[str], table: Table
) -> Iterator[tuple[str, Versions]]:
    cursor.execute(query)
    for key, group in groupby(_fetched(cursor), key=lambda row: row[2]):
        named = ((row[0], row[1], dict(zip(columns, row[3:], strict=True))) for row in group)
        yield key, versions(named, table.later_facts, table.known_at.column)


def _fetched(cursor: duckdb.DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    while rows := cursor.fetchmany(AT_ONCE):
        yield from rows


def _add(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    rows: list[Any],
    fates: list[Any],
    cells: list[Any],
    schema: pa.Schema,
) -> None:
    """Append what has gathered, and empty the lists."""
    for name, values, form in ((table, rows, schema), ("fates", fates, FATES), ("raw_cells", cells, CONTRADICTIONS)):
        if values:
            arrays = [
                pa.array(column, field.type) for column, field in zip(zip(*values, strict=True), form, strict=True)
            ]
            connection.register("arriving", pa.table(arrays, schema=form))
            connection.execute(f"insert into {name} by name from arriving")
            connection.unregister("arriving")
            values.clear()
