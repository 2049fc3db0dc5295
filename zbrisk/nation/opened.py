"""A nation's tables that were opened: cells of their rows in a warehouse folder, and a manifest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from zbrisk.contract import Contract, Table
from zbrisk.docket.cells import ENGINE_TYPES
from zbrisk.docket.opened_manifest import HIDDEN, READING_RULES, Undated, Whole
from zbrisk.errors import DataError
from zbrisk.nation.cells import ROW, Batches, cells_in, rows_in
from zbrisk.nation.session import spoken
from zbrisk.untrusted import parse_json
from zbrisk.validation import Invalid, Many, StrictModel, validated

__all__ = [
    "COVERAGE",
    "KEPT",
    "KEPT_CELL",
    "LAYOUT",
    "ROWS",
    "Nation",
    "NationManifest",
    "declared",
    "engine_kinds",
    "kept_cells",
    "kept_rows",
    "nation_at",
    "write_manifest",
]

ROWS, MANIFEST = "rows", "opened"
COVERAGE = "coverage"
LAYOUT = 3  # of what is written here
KEPT = "_rows binary, _count bigint, _hash bigint, _first int, _undated bigint, _table string"
KEPT_CELL = pa.schema(
    {
        "_rows": pa.binary(), "_count": pa.int64(), "_hash": pa.int64(), "_first": pa.int32(), "_undated": pa.int64(),
        "_table": pa.string(),
    }
)  # fmt: skip
SPARK_TYPES = {"integer": "int", "bigint": "bigint", "double": "double", "varchar": "string"}
ARROW_TYPES = {"integer": pa.int32(), "bigint": pa.int64(), "double": pa.float64(), "varchar": pa.string()}


class NationManifest(StrictModel):
    """By which rules and contract a nation's tables were opened, from where, and of each table rows and hash."""

    format: int
    reading_rules: int
    contract: str
    sources: Mapping[str, str]
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
        sources: Where each table was opened from.
    """

    session: SparkSession
    work: str
    contract: Contract
    whole: Whole
    undated: tuple[Undated, ...]
    digest: str
    sources: Mapping[str, str]

    def rows(self, table: str) -> DataFrame:
        """A table in engine types with its hidden columns and ROW."""
        return kept_rows(self.session, self.work, self.contract.tables[table])

    @property
    def cells(self) -> DataFrame:
        """The rows of all tables, as `_table` and `_rows`."""
        return kept_cells(self.session, self.work)

    @property
    def present(self) -> frozenset[str]:
        """The tables that are there."""
        return frozenset(self.whole.known_since)


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
        digest=manifest.model_dump_json(exclude={"sources"}),
        sources=manifest.sources,
    )


def write_manifest(session: SparkSession, text: str, work: str) -> None:
    """Say what was opened; an empty text: nothing."""
    with spoken(f"The tables in {work}"):
        session.range(1).select(F.lit(text)).coalesce(1).write.mode("overwrite").text(f"{work}/{MANIFEST}")


def kept_cells(session: SparkSession, work: str) -> DataFrame:
    """The cells of all opened tables, as KEPT."""
    return session.read.schema(KEPT).parquet(f"{work}/{ROWS}")


def kept_rows(session: SparkSession, work: str, table: Table) -> DataFrame:
    """A table of opened cells in engine types with its hidden columns and ROW."""
    cells = kept_cells(session, work).where(F.col("_table") == table.name)
    schema = _arrow_schema(table).append(pa.field(ROW, pa.int64()))
    return cells.select("_rows").mapInArrow(partial(_rows_of, schema=schema), f"{columns_of(table)}, {ROW} bigint")


def _rows_of(batches: Batches, *, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    for cell in cells_in(batches):
        yield from rows_in(cell).cast(schema).to_batches()


def columns_of(table: Table) -> str:
    """A table's columns with the hidden ones, as Spark declares them."""
    return ", ".join(f"{name} {SPARK_TYPES[kind]}" for name, kind in (engine_kinds(table) | HIDDEN).items())


def declared(rows: Mapping[str, pa.Table], contract: Contract, tables: Iterable[str]) -> dict[str, pa.Table]:
    """Tables with those columns, as Arrow has them; one of which no rows came is empty, not absent."""
    schemas = {name: _arrow_schema(contract.tables[name]) for name in tables}
    return {
        name: rows[name].select(schema.names).cast(schema) if name in rows else schema.empty_table()
        for name, schema in schemas.items()
    }


def _arrow_schema(table: Table) -> pa.Schema:
    return pa.schema({name: ARROW_TYPES[kind] for name, kind in (engine_kinds(table) | HIDDEN).items()})


def engine_kinds(table: Table) -> dict[str, str]:
    """The engine types of a table's own columns."""
    return {name: ENGINE_TYPES.get(column.type, "varchar") for name, column in table.columns.items()}
