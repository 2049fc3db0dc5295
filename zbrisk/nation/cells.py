"""Rows on their way: cells, each some rows of one table in Arrow's own format.

Cells of all tables are alike, so that one shuffle brings them wherever they belong together: to their shard, or to the
bucket of an id, a number that its text alone says.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from zbrisk.errors import DataError

__all__ = [
    "ASKED",
    "BUCKETED",
    "PACKED",
    "ROW",
    "SHARD",
    "Batches",
    "Pair",
    "bucket_cell",
    "by_bucket",
    "by_shard",
    "cells_in",
    "encoded",
    "grouped",
    "in_buckets",
    "numbered",
    "packed",
    "rows_in",
    "rows_of",
    "shard_cell",
    "split_by",
    "too_large",
    "unpacked",
]

SHARD = "_shard"
ROW = "_row"  # a number of its own for each row of a table
ASKED = "0asked"  # which no table is called: the moments or clues that are asked about, among a shard's tables
PACKED = f"{SHARD} int, _table string, _column string, _rows binary"  # a column: ids of it that the shard asks for
BUCKETED = "_bucket int, _table string, _column string, _side int, _rows binary"  # side 0 comes before side 1
Batches = Iterable[pa.RecordBatch]
Pair = tuple[str, str]  # a table and its column


# -- to shards --------------------------------------------------------------------------------------------------------


def packed(table: str, rows: DataFrame) -> DataFrame:
    """The rows of a table, each with SHARD, in cells; they stay where they are."""
    return rows.sortWithinPartitions(SHARD).mapInArrow(partial(_pack, table=table), PACKED)


def by_shard(cells: DataFrame, shards: Sequence[int]) -> DataFrame:
    """The cells of some shards, those of each together, for `unpacked`.

    Each shard is a part by itself; where Spark has no way to ask for that (before 4.1) its hash puts some into one.
    """
    own = cells.where(F.col(SHARD).isin(*shards))
    if hasattr(own, "repartitionById"):
        place = F.array_position(F.array(*map(F.lit, shards)), F.col(SHARD)) - 1
        parts = own.repartitionById(len(shards), place.cast("int"))
    else:
        parts = own.repartition(len(shards), SHARD)
    return parts.sortWithinPartitions(SHARD, "_table")


def unpacked(batches: Batches) -> Iterator[tuple[int, dict[str, pa.Table], dict[Pair, pa.Table]]]:
    """On a worker: each shard with its tables and the ids it asked for, one shard in memory at a time.

    A row that came twice is there once. A shard that no case fell into is left out.
    """
    for shard, cells in groupby(cells_in(batches), key=lambda cell: cell[SHARD]):
        parts: dict[Pair, list[pa.Table]] = {}
        for cell in cells:
            parts.setdefault((cell["_table"], cell["_column"]), []).append(rows_in(cell))
        if (ASKED, "") in parts:
            whole = {pair: pa.concat_tables(each) for pair, each in parts.items()}
            ids = {pair: whole.pop(pair) for pair in parts if pair[1]}
            yield shard, {table: _once(rows) for (table, _), rows in whole.items()}, ids


def too_large(case_id: str) -> DataError:
    """The refusal of a case that does not fit into memory by itself; more than one are done in halves."""
    return DataError(
        f"The case {case_id!r} alone does not fit into the memory that a worker has.", "Give more --memory."
    )


def numbered(cells: DataFrame, shards: Sequence[int]) -> DataFrame:
    """SHARD, table and number of every row in cells of tables."""
    return by_shard(cells, shards).mapInArrow(_number, f"{SHARD} int, _table string, {ROW} bigint")


def _number(batches: Batches) -> Iterator[pa.RecordBatch]:
    for shard, tables, _ in unpacked(batches):
        for table in sorted(tables.keys() - {ASKED}):
            rows = tables[table]
            of = [pa.repeat(pa.scalar(shard, pa.int32()), len(rows)), pa.repeat(table, len(rows))]
            yield pa.RecordBatch.from_arrays([*of, rows.column(ROW).combine_chunks()], names=[SHARD, "_table", ROW])


def _once(rows: pa.Table) -> pa.Table:
    if ROW not in rows.column_names:
        return rows
    _, first = np.unique(rows.column(ROW).to_numpy(), return_index=True)
    return rows if len(first) == len(rows) else rows.take(np.sort(first))


def _pack(batches: Batches, *, table: str) -> Iterator[pa.RecordBatch]:
    """On a worker: the rows of each shard in a batch as one cell."""
    for batch in batches:
        rows = pa.Table.from_batches([batch])
        for shard, own in split_by(rows.column(SHARD).to_numpy(), rows.drop_columns([SHARD])):
            yield shard_cell(shard, table, "", own)


# -- to buckets -------------------------------------------------------------------------------------------------------


def by_bucket(cells: DataFrame) -> DataFrame:
    """The cells of each bucket together, for `grouped`."""
    return cells.repartition("_bucket").sortWithinPartitions("_bucket", "_table", "_column", "_side")


def grouped(batches: Batches) -> Iterator[tuple[Pair, Iterator[dict[str, Any]]]]:
    """On a worker: the cells of each bucket, table and column, side 0 first."""
    pairs = groupby(cells_in(batches), key=lambda cell: (cell["_bucket"], cell["_table"], cell["_column"]))
    for (_, table, column), cells in pairs:
        yield (table, column), cells


def in_buckets(
    connection: duckdb.DuckDBPyConnection, rows: pa.Table, key: str, buckets: int
) -> Iterator[tuple[int, pa.Table]]:
    """Rows by the bucket of a key, which is columns in SQL."""
    connection.register("_to_split", rows)
    numbers = connection.sql(f"select cast(hash({key}) % {buckets} as integer) from _to_split").to_arrow_table()
    yield from split_by(numbers.column(0).to_numpy(), rows)
    connection.unregister("_to_split")


# -- cells ------------------------------------------------------------------------------------------------------------


def split_by(numbers: NDArray[np.integer[Any]], rows: pa.Table) -> Iterator[tuple[int, pa.Table]]:
    """The rows of each number, which stands beside each row."""
    order = np.argsort(numbers, kind="stable")
    found, starts = np.unique(numbers[order], return_index=True)
    sorted_rows = rows if len(found) == 1 else rows.take(order)
    for number, start, end in zip(found, starts, [*starts, len(order)][1:], strict=True):
        yield int(number), sorted_rows.slice(start, end - start)


def shard_cell(shard: int, table: str, column: str, rows: pa.Table) -> pa.RecordBatch:
    """One cell of PACKED."""
    return _cell({SHARD: pa.scalar(shard, pa.int32()), "_table": table, "_column": column}, rows)


def bucket_cell(bucket: int, pair: Pair, side: int, rows: pa.Table) -> pa.RecordBatch:
    """One cell of BUCKETED."""
    numbers = {"_bucket": pa.scalar(bucket, pa.int32()), "_table": pair[0], "_column": pair[1]}
    return _cell({**numbers, "_side": pa.scalar(side, pa.int32())}, rows)


def cells_in(batches: Batches) -> Iterator[dict[str, Any]]:
    """One cell after the other."""
    return (cell for batch in batches for cell in batch.to_pylist())


def rows_in(cell: dict[str, Any]) -> pa.Table:
    """What a cell holds."""
    return rows_of(cell["_rows"])


def rows_of(content: bytes) -> pa.Table:
    """The rows that `encoded` wrote."""
    return pa.ipc.open_stream(content).read_all()


def encoded(rows: pa.Table) -> bytes:
    """Rows as a cell holds them."""
    sink = io.BytesIO()
    with pa.ipc.new_stream(sink, rows.schema, options=pa.ipc.IpcWriteOptions(compression="zstd")) as writer:
        writer.write_table(rows)
    return sink.getvalue()


def _cell(said: dict[str, Any], rows: pa.Table) -> pa.RecordBatch:
    arrays = [*(pa.repeat(value, 1) for value in said.values()), pa.array([encoded(rows)], pa.binary())]
    return pa.RecordBatch.from_arrays(arrays, names=[*said, "_rows"])
