"""A nation's tables opened: typed, dated and checked by today's code, each worker a part of the rows.

Cells are typed wherever they lie. Then the rows of one key come together, for they are versions of each other, each
with its parent's first day beside it. What is written are the tables that `zbrisk open` writes, and last a manifest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import pyarrow as pa
from pyspark.sql import DataFrame, Observation, SparkSession
from pyspark.sql import functions as F

from zbrisk.contract import Contract, Table
from zbrisk.docket.cells import ENGINE_TYPES, KNOWN_AT
from zbrisk.docket.connecting import connect
from zbrisk.docket.days import ALWAYS, NEVER
from zbrisk.docket.faults import DATE_IT, UNDATED, unreadable_cells
from zbrisk.docket.loading import BATCH_FED, create_dated, raise_first, speaks_of_feeds, typed_rows
from zbrisk.docket.opened_manifest import FORMAT, HIDDEN, READING_RULES, Undated, Whole
from zbrisk.docket.presence import there_since
from zbrisk.docket.sources import SuppliedTable, reading
from zbrisk.docket.validity import parents_first
from zbrisk.errors import DataError
from zbrisk.nation.cells import ROW, Batches
from zbrisk.nation.session import spoken, worded
from zbrisk.nation.sources import supplied
from zbrisk.typing import Progress
from zbrisk.untrusted import parse_json
from zbrisk.validation import Invalid, Many, StrictModel, validated

__all__ = ["COVERAGE", "Nation", "declared", "nation_at", "open_nation"]

ROWS, MANIFEST = "rows", "opened"
COVERAGE = "coverage"
SPARK_TYPES = {"integer": "int", "bigint": "bigint", "double": "double", "varchar": "string"}
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
        return self.session.read.schema(f"{columns_of(self.contract.tables[table])}, {ROW} bigint").parquet(
            _place(self.work, table)
        )

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
        progress: Called with (done, of) after each table.

    Raises:
        DataError: A table cannot be read or does not keep the contract.
    """
    order = parents_first(contract, sources)
    raw = {table: supplied(session, table, sources[table], contract) for table in order}  # refused before we write
    found = {}
    for done, table in enumerate(order, 1):
        with spoken(f"{table} at {sources[table]}"):
            rows = _typed(raw[table], contract, table, sources[table])
            dated = _dated(session, rows, contract, table, work, sources[table])
            found[table] = _write(dated, _place(work, table))
        if progress:
            progress(done, len(order))
    with spoken(f"The tables in {work}"):
        undated = _undated(session, raw, sources, work, contract)
        written = _manifest(found, undated, contract).model_dump_json()
        lines = session.createDataFrame([(written,)], "manifest string").coalesce(1)
        lines.write.mode("overwrite").text(f"{work}/{MANIFEST}")
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
    if (manifest.format, manifest.reading_rules) != (FORMAT, READING_RULES):
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


def _place(work: str, table: str) -> str:
    return f"{work}/{ROWS}/{table}"


# -- the two steps ----------------------------------------------------------------------------------------------------


def _typed(rows: DataFrame, contract: Contract, name: str, place: str) -> DataFrame:
    """The rows in engine types with `given`, wherever they lie."""
    table = contract.tables[name]
    step = partial(_type_batches, contract=contract, name=table.name, place=f"{table.name} at {place}, in a part of it")
    own = ", ".join(f"{name} {SPARK_TYPES[kind]}" for name, kind in _kinds(table).items())
    return rows.mapInArrow(step, f"{own}, given int")


def _dated(session: SparkSession, typed: DataFrame, contract: Contract, name: str, work: str, place: str) -> DataFrame:
    """The typed rows with their hidden columns: those of one key on one worker, with their parent's first day."""
    table = contract.tables[name]
    first = F.lit(None).cast("int")
    if table.parent:
        key = table.parent.column
        columns = columns_of(contract.tables[table.parent.table])
        parents = session.read.schema(columns).parquet(_place(work, table.parent.table))
        firsts = parents.groupBy(key).agg(F.min("_known_from").alias("_first"))
        typed, first = typed.join(firsts, key, "left"), F.col("_first")
    together = typed.select(*table.columns, "given", first.alias("_first")).repartition(*table.key)
    step = partial(_date_batches, contract=contract, name=name, place=f"{name} at {place}")
    return together.mapInArrow(step, columns_of(table))


def _type_batches(batches: Batches, *, contract: Contract, name: str, place: str) -> Iterator[pa.RecordBatch]:
    """On a worker: cells typed, a batch at a time."""
    table = contract.tables[name]
    with worded(), _database() as connection:
        for batch in batches:
            if batch.num_rows:
                connection.register("supplied_rows", pa.Table.from_batches([batch]))
                columns = {row[0]: row[1] for row in connection.execute("describe from supplied_rows").fetchall()}
                part = SuppliedTable(table=table.name, relation="supplied_rows", place=place, columns=columns)
                raise_first(unreadable_cells(connection, contract, part), part)
                own = ", ".join(f"cast({name} as {kind}) as {name}" for name, kind in _kinds(table).items())
                with reading(place):
                    yield from _arrow(connection, f"select {own}, given from {typed_rows(table, part)}")
                connection.unregister("supplied_rows")


def _date_batches(batches: Batches, *, contract: Contract, name: str, place: str) -> Iterator[pa.RecordBatch]:
    """On a worker: all rows of some keys, dated."""
    table = contract.tables[name]
    with worded(), _database() as connection:
        parts = [batch for batch in batches if batch.num_rows]
        if not parts:
            return
        connection.register("typed_rows", pa.Table.from_batches(parts))
        if table.parent:
            key, parent = table.parent.column, table.parent.table
            found = f"select distinct {key}, _first as _known_from from typed_rows where _first is not null"
            connection.execute(f"create temp table {parent} as {found}")
        typed = "(select * exclude (_first) from typed_rows)"
        with reading(place):
            create_dated(connection, table, typed, typed, place)
        yield from _arrow(connection, f"select {', '.join((*table.columns, *HIDDEN))} from {table.name}")


@contextmanager
def _database() -> Iterator[Any]:
    with closing(connect("")) as connection:
        yield connection


def _arrow(connection: Any, sql: str) -> Iterator[pa.RecordBatch]:
    yield from connection.sql(sql).to_arrow_reader(50_000)


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


def _write(dated: DataFrame, place: str) -> Mapping[str, int | None]:
    """Write a table, and give what is known of it as a whole, which is counted on the way."""
    seen = Observation()
    observed = dated.observe(
        seen,
        F.count("*").alias("rows"),
        F.bit_xor(F.xxhash64(*dated.columns)).alias("hash"),
        F.min("_known_from").alias("first"),
        F.min(F.when(F.col("_known_from") < NEVER, F.col("_known_from"))).alias("ever"),
    )
    observed.withColumn(ROW, F.monotonically_increasing_id()).write.mode("overwrite").parquet(place)
    found: Mapping[str, int | None] = seen.get
    return found


def _manifest(
    found: Mapping[str, Mapping[str, int | None]], undated: Iterable[Undated], contract: Contract
) -> NationManifest:
    """What is known of the tables as a whole: a row a table has come to the driver."""
    ever = found[contract.cohort.table]["ever"]
    return NationManifest(
        format=FORMAT,
        reading_rules=READING_RULES,
        contract=contract.digest,
        rows={table: of["rows"] or 0 for table, of in found.items()},
        hashes={table: of["hash"] or 0 for table, of in found.items()},
        whole=Whole(
            first_day=NEVER if ever is None else ever,
            known_since=there_since(contract, {table: of["first"] for table, of in found.items()}),
        ),
        undated=tuple(undated),
    )


def _undated(
    session: SparkSession, raw: Mapping[str, DataFrame], sources: Mapping[str, str], work: str, contract: Contract
) -> list[Undated]:
    """Tables that come in batches, as coverage says, and hold rows without known_at."""
    if not speaks_of_feeds(contract) or COVERAGE not in sources:
        return []
    coverage = session.read.schema(columns_of(contract.tables[COVERAGE])).parquet(_place(work, COVERAGE))
    coverage.createOrReplaceTempView(COVERAGE)
    spans = [row for row in session.sql(f"select distinct * from ({BATCH_FED})").collect() if row[0] in sources]
    found = []
    for name in dict.fromkeys(row[0] for row in spans):
        rows = raw[name]
        empty = rows if KNOWN_AT.name not in rows.columns else rows.where(F.col(KNOWN_AT.name).isNull())
        if lacking := empty.count():
            problem = f"{name} at {sources[name]}, column known_at: {UNDATED} ({lacking} rows)."
            days = [(known, until) for table, known, until in spans if table == name]
            found += [Undated(known=known, until=until, problem=problem, cure=DATE_IT) for known, until in days]
    session.catalog.dropTempView(COVERAGE)
    if always := next((each for each in found if each.known == ALWAYS), None):
        raise DataError(always.problem, always.cure)
    return found
