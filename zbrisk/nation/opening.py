"""A nation's tables opened: typed, dated and checked by today's code, each worker a part of the rows.

Their cells are typed wherever they lie. Then the rows of one key come together, for they are versions of each other,
each with its parent's first day beside it. What is written are the rows that `zbrisk open` writes, in cells that Spark
moves without a look at what is in them, and last a manifest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial, reduce

from pyspark.sql import DataFrame, Row, SparkSession
from pyspark.sql import functions as F

from zbrisk.contract import Contract
from zbrisk.docket.days import ALWAYS, NEVER
from zbrisk.docket.faults import DATE_IT, UNDATED
from zbrisk.docket.loading import BATCH_FED, speaks_of_feeds
from zbrisk.docket.opened_manifest import READING_RULES, Undated, Whole
from zbrisk.docket.presence import there_since
from zbrisk.docket.validity import parents_first
from zbrisk.errors import DataError
from zbrisk.nation.cells import BUCKETED, by_bucket
from zbrisk.nation.dating import date, first_days, type_cells, with_first_days
from zbrisk.nation.opened import (
    COVERAGE,
    KEPT,
    LAYOUT,
    ROWS,
    Nation,
    NationManifest,
    kept_cells,
    kept_rows,
    nation_at,
    write_manifest,
)
from zbrisk.nation.session import buckets_of, spoken
from zbrisk.nation.sources import supplied
from zbrisk.typing import Progress

__all__ = ["open_nation", "opened_once"]


def opened_once(
    session: SparkSession, sources: Mapping[str, str], work: str, contract: Contract, progress: Progress | None = None
) -> Nation:
    """The tables in `work` if they were opened from these places; else they are opened, as `open_nation` does."""
    with suppress(DataError):
        there = nation_at(session, work, contract)
        if dict(there.sources) == dict(sources):
            return there
    return open_nation(session, sources, work, contract, progress)


def open_nation(
    session: SparkSession, sources: Mapping[str, str], work: str, contract: Contract, progress: Progress | None = None
) -> Nation:
    """Type, date and check a nation's tables, and write them below `work`; the manifest comes last.

    Args:
        session: The Spark session.
        sources: Table to place; see `zbrisk.nation.sources`.
        work: A folder that Spark can write to; what was opened there before is written over.
        contract: What the tables are.
        progress: Called with (done, of): parents are opened together, then those that hang on them.

    Raises:
        DataError: A table cannot be read or does not keep the contract.
    """
    order = parents_first(contract, sources)
    raw = {table: supplied(session, table, sources[table], contract) for table in order}  # refused before we write
    opening = _Opening(session=session, raw=raw, sources=sources, work=work, contract=contract)
    write_manifest(session, "", work)  # what was opened before is no more, whatever becomes of this
    done = 0
    for tables in _generations(contract, order):
        with spoken(opening.place_of):
            opening.open(tables, first=not done)
        done += len(tables)
        if progress:
            progress(done, len(order))
    with spoken(f"The tables in {work}"):
        found = opening.found()
        manifest = _manifest(found, _undated(session, found, sources, work, contract), sources, contract)
    write_manifest(session, manifest.model_dump_json(), work)
    return nation_at(session, work, contract)


def _generations(contract: Contract, order: Sequence[str]) -> list[list[str]]:
    """Tables without a parent, then those whose parents are among them, and so on."""
    depth: dict[str, int] = {}
    for table in order:
        parent = contract.tables[table].parent
        depth[table] = depth[parent.table] + 1 if parent else 0
    return [[table for table in order if depth[table] == each] for each in sorted(set(depth.values()))]


@dataclass(frozen=True, kw_only=True)
class _Opening:
    """Tables on their way from where they lie to `work`, as cells: those of one generation in one plan."""

    session: SparkSession
    raw: Mapping[str, DataFrame]
    sources: Mapping[str, str]
    work: str
    contract: Contract

    def open(self, tables: Sequence[str], *, first: bool) -> None:
        """Type and date some tables, whose parents are there, and write them."""
        typed = reduce(DataFrame.union, (self._typed(table) for table in tables))
        buckets = buckets_of(self.session)
        parents = {name: parent for name in tables if (parent := self.contract.tables[name].parent)}
        if parents:
            there = kept_cells(self.session, self.work).where(
                F.col("_table").isin({each.table for each in parents.values()})
            )
            firsts = there.mapInArrow(partial(first_days, parents=parents, buckets=buckets), BUCKETED)
            step = partial(with_first_days, contract=self.contract, buckets=buckets)
            typed = by_bucket(typed.union(firsts)).mapInArrow(step, BUCKETED)
        places = {table: f"{table} at {self.sources[table]}" for table in tables}
        dated = by_bucket(typed).mapInArrow(partial(date, contract=self.contract, places=places), KEPT)
        whole = dated.write.option("partitionOverwriteMode", "static").partitionBy("_table")
        whole.mode("overwrite" if first else "append").parquet(f"{self.work}/{ROWS}")

    def _typed(self, name: str) -> DataFrame:
        """The rows of a table in engine types with `given`, in buckets by their parent, else by their key."""
        place = f"{name} at {self.sources[name]}, in a part of it"
        step = partial(type_cells, contract=self.contract, name=name, place=place, buckets=buckets_of(self.session))
        return self.raw[name].mapInArrow(step, BUCKETED)

    def found(self) -> dict[str, Row | None]:
        """What is known of each table as a whole: a row a table comes to the driver, none of an empty one."""
        of_tables = (
            kept_cells(self.session, self.work)
            .groupBy("_table")
            .agg(
                F.sum("_count").alias("rows"),
                F.bit_xor("_hash").alias("hash"),
                F.min("_first").alias("first"),
                F.sum("_undated").alias("undated"),
            )
        )
        seen = {row["_table"]: row for row in of_tables.collect()}
        return {table: seen.get(table) for table in self.raw}

    def place_of(self, text: str) -> str:
        """The table that a message of Spark's names a file of."""
        named = [(place, table) for table, place in self.sources.items() if place in text]
        return "{1} at {0}".format(*max(named, key=lambda each: len(each[0]))) if named else "The tables"


def _manifest(
    found: Mapping[str, Row | None], undated: Iterable[Undated], sources: Mapping[str, str], contract: Contract
) -> NationManifest:
    """What is known of the tables as a whole."""
    firsts = {table: None if of is None else of["first"] for table, of in found.items()}
    return NationManifest(
        format=LAYOUT,
        reading_rules=READING_RULES,
        contract=contract.digest,
        sources=dict(sources),
        rows={table: 0 if of is None else of["rows"] for table, of in found.items()},
        hashes={table: 0 if of is None else of["hash"] for table, of in found.items()},
        whole=Whole(
            first_day=NEVER if (first := firsts[contract.cohort.table]) is None else first,
            known_since=there_since(contract, firsts),
        ),
        undated=tuple(undated),
    )


def _undated(
    session: SparkSession,
    of: Mapping[str, Row | None],
    sources: Mapping[str, str],
    work: str,
    contract: Contract,
) -> list[Undated]:
    """Tables that come in batches, as coverage says, and hold rows without known_at."""
    if not speaks_of_feeds(contract) or COVERAGE not in sources:
        return []
    kept_rows(session, work, contract.tables[COVERAGE]).createOrReplaceTempView(COVERAGE)
    spans = [row for row in session.sql(f"select distinct * from ({BATCH_FED})").collect() if row[0] in sources]
    session.catalog.dropTempView(COVERAGE)
    found = []
    for name, known, until in spans:
        if (table := of[name]) is not None and table["undated"]:
            problem = f"{name} at {sources[name]}, column known_at: {UNDATED} ({table['undated']} rows)."
            found.append(Undated(known=known, until=until, problem=problem, cure=DATE_IT))
    if always := next((each for each in found if each.known == ALWAYS), None):
        raise DataError(always.problem, always.cure)
    return found
