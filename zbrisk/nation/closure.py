"""The rows that each shard of cases looks at, gathered from all of a nation's tables at once.

In turns: workers say by which ids the next rows are reached (`zbrisk.nation.following`), and all of them are brought
at once (`zbrisk.nation.bringing`). To send a row too many does no harm, a row too few would.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial, reduce

import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from zbrisk.docket.connecting import connect
from zbrisk.docket.validity import known_before
from zbrisk.nation.bringing import brought
from zbrisk.nation.cells import (
    ASKED,
    BUCKETED,
    PACKED,
    ROW,
    SHARD,
    Batches,
    Pair,
    bucket_cell,
    by_bucket,
    cells_in,
    grouped,
    packed,
    rows_in,
    shard_cell,
)
from zbrisk.nation.following import DONE, MADE, followed
from zbrisk.nation.marks import Marks
from zbrisk.nation.opened import COVERAGE, Nation
from zbrisk.nation.session import buckets_of, worded
from zbrisk.nation.steps import CASE_PARTIES, PARTIES, Step, needed, taken

__all__ = ["Gathering"]

FIRST_KEY = f"qualify row_number() over (partition by table_name order by _key, {ROW}) = 1"


@dataclass(frozen=True, kw_only=True)
class Said:
    """What shards said in the turns of a wave.

    Attributes:
        cells: By table and column, how many.
        turns: Those that were heard; each is heard once.
        asked: Of the last one what is asked for, with the bytes of the ids.
    """

    cells: Counter[Pair] = field(default_factory=Counter)
    turns: set[str] = field(default_factory=set)
    asked: dict[Pair, int] = field(default_factory=dict)

    def hear(self, turns: Mapping[str, DataFrame]) -> None:
        """Take in what was said in turns, given in their order, as far as it was not heard before."""
        new = [turn for turn in turns if turn not in self.turns]
        if not new:
            return
        self.turns.update(new)
        self.asked.clear()
        cells = reduce(DataFrame.union, (turns[turn].withColumn("_turn", F.lit(turn)) for turn in new))
        size = F.sum(F.length("_rows")).alias("size")
        for row in cells.groupBy("_turn", "_table", "_column").agg(F.count("*").alias("cells"), size).collect():
            pair = row["_table"], row["_column"]
            self.cells[pair] += row["cells"]
            if row["_turn"] == new[-1] and row["_column"] not in (DONE, MADE):
                self.asked[pair] = row["size"]

    def everywhere(self, what: str) -> set[str]:
        """What all shards have done, or made and kept; each says so once, and of some step all do."""
        shards = max(self.cells.values(), default=0)
        return {name for (name, of), cells in self.cells.items() if of == what and cells == shards}


@dataclass(frozen=True, kw_only=True)
class Gathering:
    """What shards are gathered from, and by which steps.

    Attributes:
        nation: The tables.
        steps: See `Asked.steps`.
        day: The number of the day that is asked about.
        memory_limit: What DuckDB may use in each worker.
        marks: What has been committed.
    """

    nation: Nation
    steps: Sequence[Step]
    day: int
    memory_limit: str
    marks: Marks

    def gathered(self, moments: DataFrame, shards: Sequence[int], place: str) -> DataFrame:
        """The cells of some shards, below `place`; each turn is committed, and none is done twice.

        Args:
            moments: SHARD, case_id and as_of.
            shards: The numbers of the shards.
            place: A folder, as Spark names it.
        """
        turns = [f"{place}/0"]
        if turns[0] not in self.marks:
            cells = reduce(DataFrame.union, [packed(ASKED, moments), *self._everybody(shards)])
            cells.write.mode("overwrite").parquet(turns[0])
            self.marks.commit(turns[0])
        said = Said()
        while turns[-1] not in self.marks.last:
            turns.append(f"{place}/{len(turns)}")
            if turns[-1] not in self.marks:
                self._turn(turns, said, shards)
        return self._read(*turns)

    def _turn(self, turns: Sequence[str], said: Said, shards: Sequence[int]) -> None:
        """Ask the shards once more, and bring what they lead to; at last what coverage says of all parties there."""
        *before, place = turns
        said.hear({turn: self._read(_asked(turn)) for turn in before[1:]})
        if _asked(place) not in self.marks:
            changed = {table for table, _ in said.asked} if said.turns else None
            left = self._left(before, said)
            reached = followed(left, shards, self.steps, changed, self.nation.contract, self.memory_limit)
            reached.write.mode("overwrite").parquet(_asked(place))
            self.marks.commit(_asked(place))
        source = _asked(place)
        said.hear({place: self._read(source)})
        if last := not said.asked:
            parties = self._read(*before).where(F.col("_table").isin(PARTIES, CASE_PARTIES))
            source, said = f"{place}.covered", Said()
            parties.mapInArrow(_of_coverage, PACKED).write.mode("overwrite").parquet(source)
            said.hear({place: self._read(source)})
        ids = self._read(source).where(~F.col("_column").isin(DONE, MADE))
        rows = brought(self.nation.cells, ids, said.asked, buckets_of(self.nation.session))
        rows.write.mode("overwrite").parquet(place)
        self.marks.commit(place, last=last)

    def _left(self, turns: Sequence[str], said: Said) -> DataFrame:
        """Of what shards have, what steps read that are left somewhere."""
        done = said.everywhere(DONE)
        left = taken(self.steps, done, said.everywhere(MADE))
        tables = set().union(*(step.tables for step in left))
        columns = {pair for step in left if step.name not in done for lookup in step.lookups for pair in lookup.columns}
        of = F.concat_ws(".", "_table", "_column")
        rows = (F.col("_column") == "") & F.col("_table").isin(ASKED, *tables)
        said_too = (F.col("_column") == DONE) | of.isin(*(f"{name}.{MADE}" for name in needed(left)))
        return self._read(*turns, *map(_asked, turns[1:])).where(rows | said_too | of.isin(*map(".".join, columns)))

    def _everybody(self, shards: Sequence[int]) -> list[DataFrame]:
        """For each shard, coverage of nobody in particular; and of each table one row of any kind.

        That one row says that the table covers somebody, so that whoever is not covered has no data.
        """
        if COVERAGE not in self.nation.present:
            return []
        coverage = self.nation.cells.where(F.col("_table") == COVERAGE)
        few = by_bucket(coverage.select("_rows").mapInArrow(partial(_few_of_coverage, day=self.day), BUCKETED))
        shard = F.explode(F.array(*(F.lit(shard).cast("int") for shard in shards))).alias(SHARD)
        return [few.mapInArrow(_one_a_table, PACKED).select(shard, "_table", "_column", "_rows")]

    def _read(self, *places: str) -> DataFrame:
        return self.nation.session.read.schema(PACKED).parquet(*places)


def _asked(place: str) -> str:
    """Where it is what shards said before the rows at a place were brought."""
    return f"{place}.asked"


def _of_coverage(batches: Batches) -> Iterator[pa.RecordBatch]:
    """On a worker: the ids of all parties in some cells, by which coverage is asked."""
    for cell in cells_in(batches):
        ids = rows_in(cell).column("party_id").drop_null().unique()
        yield shard_cell(cell[SHARD], COVERAGE, "party_id", pa.table({"_value": ids}))


def _few_of_coverage(batches: Batches, *, day: int) -> Iterator[pa.RecordBatch]:
    """On a worker: coverage of nobody in particular; and of each table one row that was known, in each cell."""
    nobody = "select * from _coverage where case_id is null and party_id is null"
    known = f"select * from _coverage where {known_before(day)}"
    with worded(), closing(connect("")) as connection:
        for cell in cells_in(batches):
            connection.register("_coverage", rows_in(cell))
            yield bucket_cell(0, (COVERAGE, ""), 0, connection.sql(nobody).to_arrow_table())
            yield bucket_cell(0, (COVERAGE, ""), 1, connection.sql(f"{known} {FIRST_KEY}").to_arrow_table())


def _one_a_table(batches: Batches) -> Iterator[pa.RecordBatch]:
    """On a worker: the same of all cells, of each table one row, as one cell."""
    sides: tuple[list[pa.Table], list[pa.Table]] = ([], [])
    for _, cells in grouped(batches):
        for cell in cells:
            sides[cell["_side"]].append(rows_in(cell))
    if sides[0]:
        with worded(), closing(connect("")) as connection:
            connection.register("_coverage", pa.concat_tables(sides[1]))
            one = connection.sql(f"select * from _coverage {FIRST_KEY}").to_arrow_table()
            yield shard_cell(0, COVERAGE, "", pa.concat_tables([*sides[0], one]))
