"""Rows on their way to shards: cells, each the rows of one table for one shard in Arrow's own format.

Cells of all tables are alike, so that one shuffle brings a shard whatever it looks at.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import groupby

import numpy as np
import pyarrow as pa
from pyspark.sql import DataFrame

from zbrisk.errors import DataError

__all__ = [
    "ASKED",
    "PACKED",
    "ROW",
    "SHARD",
    "VALUES",
    "Batches",
    "by_shard",
    "numbered",
    "packed",
    "too_large",
    "unpacked",
]

SHARD = "_shard"
ROW = "_row"  # a number of its own for each row of a table
ASKED = "0asked"  # which no table is called: the moments or clues that are asked about, among a shard's tables
VALUES = "0values"  # nor this: the ids that a shard has asked for
PACKED = f"{SHARD} int, _table string, _rows binary"
Batches = Iterable[pa.RecordBatch]


def packed(table: str, rows: DataFrame) -> DataFrame:
    """The rows of a table, each with SHARD, in cells; they stay where they are."""
    return rows.sortWithinPartitions(SHARD).mapInArrow(partial(_pack, table=table), PACKED)


def by_shard(cells: DataFrame, parts: int) -> DataFrame:
    """The cells of each shard together, for `unpacked`."""
    return cells.repartition(parts, SHARD).sortWithinPartitions(SHARD, "_table")


def unpacked(batches: Batches) -> Iterator[tuple[int, dict[str, pa.Table]]]:
    """On a worker: each shard with its tables, one shard in memory at a time; a row that came twice is there once.

    A shard that no case fell into is left out.
    """
    cells = (cell for batch in batches for cell in batch.to_pylist())
    for shard, own in groupby(cells, key=lambda cell: cell[SHARD]):
        parts: dict[str, list[pa.Table]] = {}
        for cell in own:
            parts.setdefault(cell["_table"], []).append(pa.ipc.open_stream(cell["_rows"]).read_all())
        if ASKED in parts:
            yield shard, {table: _once(pa.concat_tables(each)) for table, each in parts.items()}


def too_large(case_id: str) -> DataError:
    """The refusal of a case that does not fit into memory by itself; more than one are done in halves."""
    return DataError(
        f"The case {case_id!r} alone does not fit into the memory that a worker has.", "Give more --memory."
    )


def numbered(cells: DataFrame, parts: int) -> DataFrame:
    """SHARD, table and number of every row in cells of tables."""
    return by_shard(cells, parts).mapInArrow(_number, f"{SHARD} int, _table string, {ROW} bigint")


def _number(batches: Batches) -> Iterator[pa.RecordBatch]:
    for shard, tables in unpacked(batches):
        for table in sorted(tables.keys() - {ASKED, VALUES}):
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
        shards = batch.column(SHARD).to_numpy()
        rows = pa.Table.from_batches([batch]).drop_columns([SHARD])
        starts = np.flatnonzero(np.diff(shards, prepend=-1))
        for start, end in zip(starts, [*starts[1:], len(shards)], strict=True):
            yield _cell(int(shards[start]), table, rows.slice(start, end - start))


def _cell(shard: int, table: str, rows: pa.Table) -> pa.RecordBatch:
    sink = io.BytesIO()
    with pa.ipc.new_stream(sink, rows.schema, options=pa.ipc.IpcWriteOptions(compression="zstd")) as writer:
        writer.write_table(rows)
    arrays = [pa.array([shard], pa.int32()), pa.array([table]), pa.array([sink.getvalue()], pa.binary())]
    return pa.RecordBatch.from_arrays(arrays, names=[SHARD, "_table", "_rows"])
