"""What workers do to open a nation's tables: rows typed, given their parent's first day, dated."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from contextlib import closing

import duckdb
import pyarrow as pa
from pyspark import TaskContext

from zbrisk.contract import Contract, Parent, Table
from zbrisk.docket.connecting import connect
from zbrisk.docket.faults import unreadable_cells
from zbrisk.docket.loading import create_dated, raise_first, typed_rows
from zbrisk.docket.opened_manifest import HIDDEN
from zbrisk.docket.sources import SuppliedTable, reading
from zbrisk.nation.cells import ROW, Batches, bucket_cell, cells_in, encoded, grouped, in_buckets, rows_in
from zbrisk.nation.opened import KEPT_CELL, engine_kinds
from zbrisk.nation.session import worded

__all__ = ["date", "first_days", "type_cells", "with_first_days"]

ROWS_A_CELL = 50_000


def type_cells(
    batches: Batches, *, contract: Contract, name: str, place: str, buckets: int
) -> Iterator[pa.RecordBatch]:
    """On a worker: cells typed, a batch at a time."""
    table = contract.tables[name]
    key = table.parent.column if table.parent else ", ".join(table.key)
    with worded(), closing(connect("")) as connection:
        for batch in batches:
            if batch.num_rows:
                connection.register("supplied_rows", pa.Table.from_batches([batch]))
                columns = {row[0]: row[1] for row in connection.execute("describe from supplied_rows").fetchall()}
                part = SuppliedTable(table=name, relation="supplied_rows", place=place, columns=columns)
                raise_first(unreadable_cells(connection, contract, part), part)
                own = ", ".join(f"cast({column} as {kind}) as {column}" for column, kind in engine_kinds(table).items())
                with reading(place):
                    typed = connection.sql(f"select {own}, given from {typed_rows(table, part)}").to_arrow_table()
                for bucket, rows in in_buckets(connection, typed, key, buckets):
                    yield bucket_cell(bucket, (name, ""), 1, rows)
                connection.unregister("supplied_rows")


def first_days(batches: Batches, *, parents: Mapping[str, Parent], buckets: int) -> Iterator[pa.RecordBatch]:
    """On a worker: the days of opened rows for those that hang on them."""
    with worded(), closing(connect("")) as connection:
        for cell in cells_in(batches):
            for child, parent in parents.items():
                if parent.table == cell["_table"]:
                    days = rows_in(cell).select([parent.column, "_known_from"])
                    for bucket, rows in in_buckets(connection, days, parent.column, buckets):
                        yield bucket_cell(bucket, (child, ""), 0, rows)


def with_first_days(batches: Batches, *, contract: Contract, buckets: int) -> Iterator[pa.RecordBatch]:
    """On a worker: rows with their parent's first day beside them, in buckets by their key."""
    with worded(), closing(connect("")) as connection:
        for (name, _), cells in grouped(batches):
            table = contract.tables[name]
            column = table.parent.column if table.parent else ""
            days = pa.schema({column: pa.string(), "_known_from": pa.int32()}).empty_table()
            firsts = f"(select {column}, min(_known_from) as _first from days group by 1)"
            sides: tuple[list[pa.Table], list[pa.Table]] = ([], [])
            for cell in cells:
                sides[cell["_side"]].append(rows_in(cell))
            connection.register("days", pa.concat_tables(sides[0]) if sides[0] else days)
            for rows in sides[1]:
                connection.register("typed", rows)
                beside = connection.sql(f"from typed left join {firsts} using ({column})").to_arrow_table()
                for bucket, own in in_buckets(connection, beside, ", ".join(table.key), buckets):
                    yield bucket_cell(bucket, (name, ""), 1, own)


def date(batches: Batches, *, contract: Contract, places: Mapping[str, str]) -> Iterator[pa.RecordBatch]:
    """On a worker: all rows of some keys, dated."""
    numbers = itertools.count(_first_number())
    with worded(), closing(connect("")) as connection:
        for (name, _), cells in grouped(batches):
            table, place = contract.tables[name], places[name]
            connection.register("typed_rows", pa.concat_tables([rows_in(cell) for cell in cells]))
            typed = "typed_rows"
            if table.parent:
                key, parent = table.parent.column, table.parent.table
                found = f"select distinct {key}, _first as _known_from from typed_rows where _first is not null"
                connection.execute(f"create or replace temp table {parent} as {found}")
                typed = "(select * exclude (_first) from typed_rows)"
            with reading(place):
                create_dated(connection, table, typed, typed, place)
            said = _seen(connection, table)
            own = f"select {', '.join((*table.columns, *HIDDEN))} from {name}"
            for batch in connection.sql(own).to_arrow_reader(ROWS_A_CELL):
                rows = pa.Table.from_batches([batch])
                each = pa.array(itertools.islice(numbers, len(rows)), pa.int64())
                cell = {"_table": name, "_rows": encoded(rows.append_column(ROW, each)), "_count": len(rows), **said}
                yield pa.RecordBatch.from_pylist([cell], KEPT_CELL)
                said = {}
            connection.execute(f"drop table {name}")


def _seen(connection: duckdb.DuckDBPyConnection, table: Table) -> dict[str, int | None]:
    """What is so of dated rows, for the first cell of them: their hash, first day, and how many lack known_at."""
    hashed = f"cast(bit_xor(hash({', '.join((*table.columns, *HIDDEN))})) >> 1 as bigint)"
    undated = "(select count(*) from typed_rows where given is null)"
    found = connection.execute(f"select {hashed}, min(_known_from), {undated} from {table.name}").fetchall()[0]
    return dict(zip(("_hash", "_first", "_undated"), found, strict=True))


def _first_number() -> int:
    """Of the rows of this task: tasks that write a table are numbered."""
    task = TaskContext.get()
    return (0 if task is None else task.partitionId()) << 40
