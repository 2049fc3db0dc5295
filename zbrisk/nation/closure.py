"""Which rows each shard of cases looks at: its cases' joins followed over all of a nation's tables at once.

What a program starts from are views of the case; they are made on Spark, a row belongs to its case by `_moment`, and
the case to its shard. Every join of every view and signal then says by which ids rows of a table are reached (see
`zbrisk.compiler.reaches`); of one table and column all are asked together. Joins without filters and windows: to send a
row too many does no harm, a row too few would.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, reduce

import sqlglot
from pyspark.sql import DataFrame
from pyspark.sql import functions as F
from sqlglot import exp

from zbrisk.checkpoints.calendar import VIEW, calendar_days
from zbrisk.compiler.compiled import CompiledRelation, CompiledView, Grain
from zbrisk.compiler.dialects import to_sql
from zbrisk.contract import Contract
from zbrisk.docket.validity import known_before
from zbrisk.engines.columns import column_types, to_arrow
from zbrisk.engines.growing import tables_behind
from zbrisk.errors import DataError
from zbrisk.nation.opening import ROW, Nation

__all__ = ["SHARD", "Asked", "closure"]

SHARD = "_shard"
PLACES = 1 << 32  # a moment's number is its shard's times this, and its place in it
CASE_PARTIES, PARTIES, COVERAGE = "case_parties", "parties", "coverage"
PER_SHARD = f"cast(floor(_moment / {PLACES}) as int)"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is run on the shards.

    Attributes:
        views: `this_case` first, each after those that it reads.
        reached: The same views, then signals, checkpoints, and what is asked of how a case stands, for the joins by
            which rows are reached; those of a bundle as they may run on DuckDB.
        grains: Whose moments signals are measured at, besides the case's.
    """

    views: Sequence[CompiledView]
    reached: Sequence[CompiledRelation]
    grains: Sequence[Grain] = ()

    @cached_property
    def plain(self) -> dict[str, CompiledView]:
        """The views that are the same for all cases, by name."""
        return {view.name: view for view in self.views if view.kind == "plain"}


@contextmanager
def closure(nation: Nation, moments: DataFrame, asked: Asked) -> Iterator[dict[str, DataFrame]]:
    """The rows that each shard of moments looks at, by table: the table's columns, the hidden ones, and SHARD.

    Args:
        nation: The tables.
        moments: SHARD, `_moment`, `_as_of` and the cohort's key; `_moment` is SHARD times PLACES and a place.
        asked: What will be run on them.

    Raises:
        DataError: Something that is run reads all rows of a table.
    """
    session, contract = nation.session, nation.contract
    made: list[str] = []
    kept: list[DataFrame] = []

    def make(name: str, rows: DataFrame, *, keep: bool = False) -> DataFrame:
        if keep:
            kept.append(rows.persist())
            rows.count()  # made here, and not as a part of each query that reads it
        rows.createOrReplaceTempView(name)
        made.append(name)
        return rows

    try:
        for table in contract.tables.values():
            there = table.name in nation.present
            make(table.name, nation.rows(table.name) if there else session.createDataFrame([], column_types(table)))
        make("calendar_days", session.createDataFrame(to_arrow(calendar_days())))
        make("calendar", session.sql(VIEW.sql["spark"]))
        make("this_moment", moments.drop(SHARD), keep=True)
        for view in asked.views:
            make(view.name, session.sql(view.sql["spark"]), keep=view.kind != "plain")
        for grain in asked.grains:
            own = f"select distinct {PER_SHARD} * {PLACES} as _moment, _as_of, {grain.column} from {grain.through}"
            make(grain.relation, session.sql(f"{own} where {grain.column} is not null"))
        yield _Gathering(nation, asked, moments.select(SHARD).distinct()).rows()
    finally:
        for rows in kept:
            rows.unpersist()
        for name in made:
            session.catalog.dropTempView(name)


class _Gathering:
    """Follows what is asked, once all views are made."""

    def __init__(self, nation: Nation, asked: Asked, shards: DataFrame) -> None:
        self._nation = nation
        self._asked = asked
        self._shards = shards
        self._contract: Contract = nation.contract
        self._values: defaultdict[tuple[str, str], dict[str, None]] = defaultdict(dict)  # table and column to queries

    def rows(self) -> dict[str, DataFrame]:
        """Table to rows with SHARD."""
        for part in self._asked.reached:
            for reach in part.reaches["duckdb"]:
                if reach.table in self._asked.plain or reach.table in self._contract.tables:
                    if not reach.sql:
                        raise DataError(
                            f"{part.name} reads all rows of {reach.table}, which no worker can hold.",
                            "Join it by an id of the case.",
                        )
                    self._reach(reach.table, reach.column, _with_shard(reach.sql))
        if CASE_PARTIES in self._contract.tables:  # coverage speaks of all parties of a case
            self._reach(CASE_PARTIES, "case_id", f"select {PER_SHARD} as {SHARD}, case_id as _value from this_case")
        by_table: defaultdict[str, list[tuple[str, DataFrame]]] = defaultdict(list)
        for (table, column), queries in self._values.items():
            if table in self._nation.present and table != COVERAGE:
                values = _union([self._nation.session.sql(query) for query in queries]).distinct()
                by_table[table].append((column, values.where(F.col("_value").isNotNull())))
        found = {table: self._joined(table, reached) for table, reached in by_table.items()}
        for table in self._nation.present - found.keys() - {COVERAGE}:
            found[table] = self._nation.rows(table).limit(0).withColumn(SHARD, F.lit(0))
        if COVERAGE in self._nation.present:
            found[COVERAGE] = self._coverage(found)
        return {table: rows.drop(ROW) for table, rows in found.items()}

    def _reach(self, relation: str, column: str, query: str) -> None:
        for table, below in tables_behind(self._asked.plain, relation, column, "spark"):
            if not below:
                raise DataError(
                    f"The view {relation} reads all rows of {table}, which no worker can hold.",
                    f"Give {column} as a column of the table, as it stands.",
                )
            self._values[table, below][query] = None

    def _joined(self, table: str, reached: Sequence[tuple[str, DataFrame]]) -> DataFrame:
        """The rows of a table that have one of the values in one of the columns."""
        rows = self._nation.rows(table)
        pairs = [
            rows.select(F.col(column).alias("_value"), ROW).join(values, "_value").select(SHARD, ROW)
            for column, values in reached
        ]
        return rows.join(_union(pairs).distinct(), ROW)

    def _coverage(self, found: Mapping[str, DataFrame]) -> DataFrame:
        """Coverage of nobody in particular, of a shard's cases and parties; and of each table one row of any kind.

        That one row says that the table covers somebody, so that whoever is not covered has no data.
        """
        rows, session = self._nation.rows(COVERAGE), self._nation.session
        days = session.sql("select max(_as_of) as day from this_case")
        known = rows.join(days).where(known_before("day")).groupBy("table_name").agg(F.min("_key").alias("_key"))
        everybody = rows.where("case_id is null and party_id is null").select(ROW)
        everybody = everybody.union(rows.join(known, ["table_name", "_key"]).select(ROW))
        cases = session.sql(f"select {PER_SHARD} as {SHARD}, {self._contract.cohort.key} as case_id from this_case")
        parties = [found[PARTIES].select(SHARD, "party_id")] if PARTIES in found else []
        parties += [found[CASE_PARTIES].select(SHARD, "party_id")] if CASE_PARTIES in found else []
        parties += [
            session.sql(f"select {PER_SHARD} as {SHARD}, {grain.column} as party_id from {grain.relation}")
            for grain in self._asked.grains
            if grain.name == "party"
        ]
        of_cases, of_parties = rows.select("case_id", ROW), rows.where("case_id is null").select("party_id", ROW)
        pairs = [
            everybody.crossJoin(self._shards),
            of_cases.join(cases, "case_id"),
            *(of_parties.join(each.distinct(), "party_id") for each in parties),
        ]
        return rows.join(_union([each.select(SHARD, ROW) for each in pairs]).distinct(), ROW)


def _union(frames: Sequence[DataFrame]) -> DataFrame:
    return reduce(DataFrame.union, frames)


def _with_shard(sql: str) -> str:
    """A query for ids, with the shard of the moment that each row belongs to, in Spark's SQL."""
    tree = sqlglot.parse_one(sql, read="duckdb")
    assert isinstance(tree, exp.Select)
    first = tree.args["from_"].this.alias_or_name
    shard = sqlglot.parse_one(PER_SHARD.replace("_moment", f"{first}._moment"), read="spark")
    tree.set("expressions", [exp.alias_(shard, SHARD), *tree.expressions])
    tree.set("distinct", None)  # once, of all queries for the same ids together
    return to_sql(tree, "spark")
