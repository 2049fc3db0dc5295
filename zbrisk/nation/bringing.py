"""Rows brought to the shards that asked for their ids: one join for all tables of a turn.

Spark moves cells, and sees none of what is in them. Few ids travel to the rows, wherever these lie. Many are put into
buckets with the rows of all tables by what the ids say; those of a bucket come together, and DuckDB joins them there:
the plan is one shuffle, whatever is asked. A busy id weighs no more than its rows: they are joined some at a time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from functools import partial

import duckdb
import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from zbrisk.docket.connecting import connect
from zbrisk.nation.cells import (
    BUCKETED,
    PACKED,
    SHARD,
    Batches,
    Pair,
    bucket_cell,
    by_bucket,
    cells_in,
    grouped,
    in_buckets,
    rows_in,
    rows_of,
    shard_cell,
    split_by,
)
from zbrisk.nation.session import worded

__all__ = ["brought"]

IDS, ROWS = 0, 1  # the sides of a bucket
ROWS_AT_ONCE = 500_000
FEW = 16_000_000  # bytes of ids that go to all tasks


def brought(kept: DataFrame, ids: DataFrame, asked: Mapping[Pair, int], buckets: int) -> DataFrame:
    """The rows that shards asked for, as PACKED; a row that is reached by two columns comes twice.

    Args:
        kept: The cells of opened tables, with `_table` and `_rows`.
        ids: Cells of the ids that are asked for, as PACKED.
        asked: Of which tables, by which columns, and how many bytes the ids are; where they are few, they come to the
            driver and go with the work.
        buckets: How many buckets there are.
    """
    tables = kept.where(F.col("_table").isin(*(table for table, _ in asked))).select("_table", "_rows")
    if sum(asked.values()) <= FEW:
        few: defaultdict[str, list[tuple[str, int, bytes]]] = defaultdict(list)
        for cell in ids.collect() if asked else ():
            few[cell["_table"]].append((cell["_column"], cell[SHARD], bytes(cell["_rows"])))
        return tables.mapInArrow(partial(_join_there, ids=dict(few)), PACKED)
    columns = {table: [column for of, column in asked if of == table] for table, _ in asked}
    rows = tables.select(F.lit(0).alias(SHARD), "_table", F.lit("").alias("_column"), "_rows")
    sides = rows.union(ids).mapInArrow(partial(_split, columns=columns, buckets=buckets), BUCKETED)
    return by_bucket(sides).mapInArrow(_join, PACKED)


def _join_there(batches: Batches, *, ids: Mapping[str, Sequence[tuple[str, int, bytes]]]) -> Iterator[pa.RecordBatch]:
    """On a worker: the rows of few ids in cells where they lie."""
    own: dict[str, dict[str, list[pa.Table]]] = {}
    with worded(), closing(connect("")) as connection:
        for cell in cells_in(batches):
            table = cell["_table"]
            if table not in own:
                own[table] = {}
                for column, shard, values in ids[table]:
                    own[table].setdefault(column, []).append(_of_shard(shard, rows_of(values)))
            for column, asked in own[table].items():
                yield from _joined(connection, table, column, asked, [rows_in(cell)])


def _of_shard(shard: int, ids: pa.Table) -> pa.Table:
    return ids.append_column(SHARD, pa.repeat(pa.scalar(shard, pa.int32()), len(ids)))


def _split(batches: Batches, *, columns: Mapping[str, Sequence[str]], buckets: int) -> Iterator[pa.RecordBatch]:
    """On a worker: ids, and rows by each column that is asked for, in their buckets."""
    with worded(), closing(connect("")) as connection:
        for cell in cells_in(batches):
            table, rows = cell["_table"], rows_in(cell)
            if cell["_column"]:
                for bucket, own in in_buckets(connection, _of_shard(cell[SHARD], rows), "_value", buckets):
                    yield bucket_cell(bucket, (table, cell["_column"]), IDS, own)
            else:
                for column in columns[table]:
                    filled = rows.filter(rows.column(column).is_valid())
                    for bucket, own in in_buckets(connection, filled, f"cast({column} as varchar)", buckets):
                        yield bucket_cell(bucket, (table, column), ROWS, own)


def _join(batches: Batches) -> Iterator[pa.RecordBatch]:
    """On a worker: the rows of each id for each shard that asked for it."""
    with worded(), closing(connect("")) as connection:
        for (table, column), cells in grouped(batches):
            ids: list[pa.Table] = []
            some: list[pa.Table] = []
            for cell in cells:
                if cell["_side"] == IDS:
                    ids.append(rows_in(cell))
                elif ids:
                    some.append(rows_in(cell))
                    if sum(map(len, some)) >= ROWS_AT_ONCE:
                        yield from _joined(connection, table, column, ids, some)
                        some = []
            if some:
                yield from _joined(connection, table, column, ids, some)


def _joined(
    connection: duckdb.DuckDBPyConnection, table: str, column: str, ids: Sequence[pa.Table], rows: Sequence[pa.Table]
) -> Iterator[pa.RecordBatch]:
    connection.register("_ids", pa.concat_tables(ids))
    connection.register("_rows", pa.concat_tables(rows))
    asked = f"from _rows as r join _ids as i on cast(r.{column} as varchar) = i._value"
    for batch in connection.sql(f"select r.*, i.{SHARD} {asked}").to_arrow_reader(ROWS_AT_ONCE):
        found = pa.Table.from_batches([batch])
        for shard, own in split_by(found.column(SHARD).to_numpy(), found.drop_columns([SHARD])):
            yield shard_cell(shard, table, "", own)
