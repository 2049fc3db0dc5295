"""The rows that each shard of cases looks at, gathered from all of a nation's tables at once.

In turns: workers say by which ids the next rows are reached (`zbrisk.nation.following`), and Spark brings them, each
table by one equi-join. All that Spark plans is that one join, so that its plans stay small whatever is asked. Joins
without filters and windows: to send a row too many does no harm, a row too few would.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from zbrisk.docket.validity import known_before
from zbrisk.nation.cells import ASKED, PACKED, SHARD, VALUES, packed
from zbrisk.nation.following import DONE, REACHED, Step, followed
from zbrisk.nation.marks import Marks
from zbrisk.nation.opening import COVERAGE, Nation

__all__ = ["Gathering"]


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
            self._write([packed(ASKED, moments), *self._everybody(shards)], turns[0])
        while turns[-1] not in self.marks.last:
            turns.append(f"{place}/{len(turns)}")
            if turns[-1] not in self.marks:
                self._turn(turns, len(shards))
        return self._cells(turns)

    def _turn(self, turns: Sequence[str], parts: int) -> None:
        """Ask the shards once more, and bring what they lead to."""
        *before, place = turns
        nation, asked = self.nation, f"{place}.asked"
        reached = followed(self._cells(before), parts, self.steps, nation.contract, self.memory_limit)
        reached.write.mode("overwrite").partitionBy("_table").parquet(asked)
        values = nation.session.read.schema(REACHED).parquet(asked)
        columns: defaultdict[str, list[str]] = defaultdict(list)
        for pair in values.select("_table", "_column").where(F.col("_table") != DONE).distinct().collect():
            columns[pair["_table"]].append(pair["_column"])
        rows = [packed(table, self._brought(table, sorted(own), values)) for table, own in sorted(columns.items())]
        self._write([packed(VALUES, values), *rows], place, last=not rows)

    def _brought(self, table: str, columns: Sequence[str], values: DataFrame) -> DataFrame:
        """The rows of a table that have one of the values in one of the columns, with SHARD.

        A row that is reached by two columns comes twice.
        """
        rows, own = self.nation.rows(table), values.where(F.col("_table") == table).drop("_table")
        keys = [F.struct(F.lit(name).alias("_column"), F.col(name).cast("string").alias("_value")) for name in columns]
        by_key = rows.select("*", F.inline(F.array(*keys)))
        return by_key.join(own, ["_column", "_value"]).drop("_column", "_value")

    def _everybody(self, shards: Sequence[int]) -> list[DataFrame]:
        """For each shard, coverage of nobody in particular; and of each table one row of any kind.

        That one row says that the table covers somebody, so that whoever is not covered has no data.
        """
        if COVERAGE not in self.nation.present:
            return []
        rows = self.nation.rows(COVERAGE)
        known = rows.where(known_before(self.day)).groupBy("table_name").agg(F.min("_key").alias("_key"))
        found = rows.where("case_id is null and party_id is null")
        found = found.union(rows.join(known, ["table_name", "_key"]).select(rows.columns))
        every = F.explode(F.array(*(F.lit(shard).cast("int") for shard in shards)))
        return [packed(COVERAGE, found.withColumn(SHARD, every))]

    def _cells(self, places: Iterable[str]) -> DataFrame:
        return self.nation.session.read.schema(PACKED).parquet(*places)

    def _write(self, cells: Sequence[DataFrame], place: str, *, last: bool = False) -> None:
        reduce(DataFrame.union, cells).write.mode("overwrite").parquet(place)
        self.marks.commit(place, last=last)
