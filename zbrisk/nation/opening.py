"""A nation's tables opened: typed, dated and checked by today's code, each worker a part of the rows.

Their cells are typed wherever they lie. Then the rows of one key come together, for they are versions of each other,
each with its parent's first day beside it. What is written are the rows that `zbrisk open` writes, in cells that Spark
moves without a look at what is in them, and last a manifest.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial, reduce

import duckdb
import pyarrow as pa
from pyspark import TaskContext
from pyspark.sql import DataFrame, Row, SparkSession
from pyspark.sql import functions as F

from zbrisk.contract import Contract, Parent, Table
from zbrisk.docket.cells import ENGINE_TYPES
from zbrisk.docket.connecting import connect
from zbrisk.docket.days import ALWAYS, NEVER
from zbrisk.docket.faults import DATE_IT, UNDATED, unreadable_cells
from zbrisk.docket.loading import BATCH_FED, create_dated, raise_first, speaks_of_feeds, typed_rows
from zbrisk.docket.opened_manifest import HIDDEN, READING_RULES, Undated, Whole
from zbrisk.docket.presence import there_since
from zbrisk.docket.sources import SuppliedTable, reading
from zbrisk.docket.validity import parents_first
from zbrisk.errors import DataError
from zbrisk.nation.cells import (
    BUCKETED,
    ROW,
    Batches,
    bucket_cell,
    by_bucket,
    cells_in,
    encoded,
    grouped,
    in_buckets,
    rows_in,
)
from zbrisk.nation.session import buckets_of, spoken, worded
from zbrisk.nation.sources import supplied
from zbrisk.typing import Progress
from zbrisk.untrusted import parse_json
from zbrisk.validation import Invalid, Many, StrictModel, validated

__all__ = ["COVERAGE", "Nation", "declared", "nation_at", "open_nation"]

ROWS, MANIFEST = "rows", "opened"
COVERAGE = "coverage"
SPARK_TYPES = {"integer": "int", "bigint": "bigint", "double": "double", "varchar": "string"}
LAYOUT = 2  # of what is written here
ROWS_A_CELL = 50_000
KEPT = "_rows binary, _count bigint, _hash bigint, _first int, _ever int, _undated bigint, _table string"
KEPT_CELL = pa.schema(
    {
        "_rows": pa.binary(), "_count": pa.int64(), "_hash": pa.int64(), "_first": pa.int32(), "_ever": pa.int32(),
        "_undated": pa.int64(), "_table": pa.string(),
    }
)  # fmt: skip
ARROW_TYPES = {"integer": pa.int32(), "bigint": pa.int64(), "double": pa.float64(), "varchar": pa.string()}


class NationManifest(StrictModel):
    """By which rules and contract a nation's tables were opened, and what was written: of each table rows and hash."""

    format: int
    reading_rules: int
    contract: str
    rows: Mapping[str, int]
    hashes: Mapping[str, int]
    whole: Whole
    undated: Many[Undated]


@dataclass(frozen=True, kw_only=True)
class Nation:
    """Opened tables in a warehouse folder, and what is known of them as a whole.

    Attributes:
        session: The Spark session.
        work: The folder, as Spark names it.
        contract: What the tables are.
        whole: The first day of a case, and of each table that is there.
        undated: Tables that cannot be used on some days; see `zbrisk.docket.loading.UndatedBatch`.
        digest: What results hang on: the contract, the reading rules, and the rows of all tables.
    """

    session: SparkSession
    work: str
    contract: Contract
    whole: Whole
    undated: tuple[Undated, ...]
    digest: str

    def rows(self, table: str) -> DataFrame:
        """A table in engine types with its hidden columns and ROW."""
        return _rows_in(self.session, self.work, self.contract.tables[table])

    @property
    def cells(self) -> DataFrame:
        """The rows of all tables, as `_table` and `_rows`."""
        return _cells(self.session, self.work)

    @property
    def present(self) -> frozenset[str]:
        """The tables that are there."""
        return frozenset(self.whole.known_since)


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
    _write_manifest(session, "", work)  # what was opened before is no more, whatever becomes of this
    done = 0
    for tables in _generations(contract, order):
        with spoken(opening.place_of):
            opening.open(tables, first=not done)
        done += len(tables)
        if progress:
            progress(done, len(order))
    with spoken(f"The tables in {work}"):
        found = opening.found()
        manifest = _manifest(found, _undated(session, found, sources, work, contract), contract)
    _write_manifest(session, manifest.model_dump_json(), work)
    return nation_at(session, work, contract)


def nation_at(session: SparkSession, work: str, contract: Contract) -> Nation:
    """The tables that `open_nation` wrote.

    Raises:
        DataError: There are none, or they were opened by another contract or other reading rules.
    """
    again = "Open the tables again: zbrisk nation open."
    try:
        with spoken(work):
            lines = session.read.text(f"{work}/{MANIFEST}").limit(2).collect()
        manifest = validated(NationManifest, parse_json("".join(line.value for line in lines), work), what="It")
    except (DataError, Invalid) as error:
        raise DataError(f"There are no opened tables in {work}: {error.problem}", again) from error
    if (manifest.format, manifest.reading_rules) != (LAYOUT, READING_RULES):
        raise DataError(f"The tables in {work} were opened by another zbrisk.", again)
    if manifest.contract != contract.digest:
        raise DataError(f"The tables in {work} were opened by another contract than the one in force.", again)
    return Nation(
        session=session,
        work=work,
        contract=contract,
        whole=manifest.whole,
        undated=manifest.undated,
        digest=manifest.model_dump_json(),
    )


def _cells(session: SparkSession, work: str) -> DataFrame:
    return session.read.schema(KEPT).parquet(f"{work}/{ROWS}")


def _rows_in(session: SparkSession, work: str, table: Table) -> DataFrame:
    """A table of opened cells in engine types with its hidden columns and ROW."""
    cells = _cells(session, work).where(F.col("_table") == table.name)
    schema = _arrow_schema(table).append(pa.field(ROW, pa.int64()))
    return cells.select("_rows").mapInArrow(partial(_rows_of, schema=schema), f"{columns_of(table)}, {ROW} bigint")


def _generations(contract: Contract, order: Sequence[str]) -> list[list[str]]:
    """Tables without a parent, then those whose parents are among them, and so on."""
    depth: dict[str, int] = {}
    for table in order:
        parent = contract.tables[table].parent
        depth[table] = depth[parent.table] + 1 if parent else 0
    return [[table for table in order if depth[table] == each] for each in sorted(set(depth.values()))]


# -- the steps --------------------------------------------------------------------------------------------------------


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
            there = _cells(self.session, self.work).where(
                F.col("_table").isin({each.table for each in parents.values()})
            )
            firsts = there.mapInArrow(partial(_first_days, parents=parents, buckets=buckets), BUCKETED)
            step = partial(_with_first_days, contract=self.contract, buckets=buckets)
            typed = by_bucket(typed.union(firsts)).mapInArrow(step, BUCKETED)
        places = {table: f"{table} at {self.sources[table]}" for table in tables}
        dated = by_bucket(typed).mapInArrow(partial(_date, contract=self.contract, places=places), KEPT)
        whole = dated.write.option("partitionOverwriteMode", "static").partitionBy("_table")
        whole.mode("overwrite" if first else "append").parquet(f"{self.work}/{ROWS}")

    def _typed(self, name: str) -> DataFrame:
        """The rows of a table in engine types with `given`, in buckets by their parent, else by their key."""
        place = f"{name} at {self.sources[name]}, in a part of it"
        step = partial(_type, contract=self.contract, name=name, place=place, buckets=buckets_of(self.session))
        return self.raw[name].mapInArrow(step, BUCKETED)

    def found(self) -> dict[str, Row | None]:
        """What is known of each table as a whole: a row a table comes to the driver, none of an empty one."""
        of_tables = (
            _cells(self.session, self.work)
            .groupBy("_table")
            .agg(
                F.sum("_count").alias("rows"),
                F.bit_xor("_hash").alias("hash"),
                F.min("_first").alias("first"),
                F.min("_ever").alias("ever"),
                F.sum("_undated").alias("undated"),
            )
        )
        seen = {row["_table"]: row for row in of_tables.collect()}
        return {table: seen.get(table) for table in self.raw}

    def place_of(self, text: str) -> str:
        """The table that a message of Spark's names a file of."""
        named = [(place, table) for table, place in self.sources.items() if place in text]
        return "{1} at {0}".format(*max(named, key=lambda each: len(each[0]))) if named else "The tables"


def _type(batches: Batches, *, contract: Contract, name: str, place: str, buckets: int) -> Iterator[pa.RecordBatch]:
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
                own = ", ".join(f"cast({column} as {kind}) as {column}" for column, kind in _kinds(table).items())
                with reading(place):
                    typed = connection.sql(f"select {own}, given from {typed_rows(table, part)}").to_arrow_table()
                for bucket, rows in in_buckets(connection, typed, key, buckets):
                    yield bucket_cell(bucket, (name, ""), 1, rows)
                connection.unregister("supplied_rows")


def _first_days(batches: Batches, *, parents: Mapping[str, Parent], buckets: int) -> Iterator[pa.RecordBatch]:
    """On a worker: the days of opened rows for those that hang on them."""
    with worded(), closing(connect("")) as connection:
        for cell in cells_in(batches):
            for child, parent in parents.items():
                if parent.table == cell["_table"]:
                    days = rows_in(cell).select([parent.column, "_known_from"])
                    for bucket, rows in in_buckets(connection, days, parent.column, buckets):
                        yield bucket_cell(bucket, (child, ""), 0, rows)


def _with_first_days(batches: Batches, *, contract: Contract, buckets: int) -> Iterator[pa.RecordBatch]:
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


def _date(batches: Batches, *, contract: Contract, places: Mapping[str, str]) -> Iterator[pa.RecordBatch]:
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
    """What is so of dated rows, for the first cell of them: their hash, first days, and how many lack known_at."""
    hashed = f"cast(bit_xor(hash({', '.join((*table.columns, *HIDDEN))})) >> 1 as bigint)"
    days = f"min(_known_from), min(_known_from) filter (where _known_from < {NEVER})"
    undated = "(select count(*) from typed_rows where given is null)"
    found = connection.execute(f"select {hashed}, {days}, {undated} from {table.name}").fetchall()[0]
    return dict(zip(("_hash", "_first", "_ever", "_undated"), found, strict=True))


def _first_number() -> int:
    """Of the rows of this task: tasks that write a table are numbered."""
    task = TaskContext.get()
    return (0 if task is None else task.partitionId()) << 40


def _rows_of(batches: Batches, *, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    for cell in cells_in(batches):
        yield from rows_in(cell).cast(schema).to_batches()


def columns_of(table: Table) -> str:
    """A table's columns with the hidden ones, as Spark declares them."""
    return ", ".join(f"{name} {SPARK_TYPES[kind]}" for name, kind in (_kinds(table) | HIDDEN).items())


def declared(rows: Mapping[str, pa.Table], contract: Contract, tables: Iterable[str]) -> dict[str, pa.Table]:
    """Tables with those columns, as Arrow has them; one of which no rows came is empty, not absent."""
    schemas = {name: _arrow_schema(contract.tables[name]) for name in tables}
    return {
        name: rows[name].select(schema.names).cast(schema) if name in rows else schema.empty_table()
        for name, schema in schemas.items()
    }


def _arrow_schema(table: Table) -> pa.Schema:
    return pa.schema({name: ARROW_TYPES[kind] for name, kind in (_kinds(table) | HIDDEN).items()})


def _kinds(table: Table) -> dict[str, str]:
    return {name: ENGINE_TYPES.get(column.type, "varchar") for name, column in table.columns.items()}


# -- the manifest -----------------------------------------------------------------------------------------------------


def _write_manifest(session: SparkSession, text: str, work: str) -> None:
    with spoken(f"The tables in {work}"):
        session.range(1).select(F.lit(text)).coalesce(1).write.mode("overwrite").text(f"{work}/{MANIFEST}")


def _manifest(found: Mapping[str, Row | None], undated: Iterable[Undated], contract: Contract) -> NationManifest:
    """What is known of the tables as a whole."""
    cases = found[contract.cohort.table]
    first_day = None if cases is None else cases["ever"]
    firsts = {table: None if of is None else of["first"] for table, of in found.items()}
    return NationManifest(
        format=LAYOUT,
        reading_rules=READING_RULES,
        contract=contract.digest,
        rows={table: 0 if of is None else of["rows"] for table, of in found.items()},
        hashes={table: 0 if of is None else of["hash"] for table, of in found.items()},
        whole=Whole(
            first_day=NEVER if first_day is None else first_day,
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
    _rows_in(session, work, contract.tables[COVERAGE]).createOrReplaceTempView(COVERAGE)
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
