"""Tables opened and kept on disk; see `zbrisk.docket.opened`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from zbrisk.contract import Contract, Table, load_contract
from zbrisk.docket.docket import Docket, open_docket
from zbrisk.docket.finding import Source, find
from zbrisk.docket.opened import is_opened
from zbrisk.docket.opened_manifest import (
    FORMAT,
    HIDDEN,
    MANIFEST,
    READING_RULES,
    ROWS,
    KeptTable,
    Manifest,
    ReadFile,
    Undated,
    Whole,
    read_manifest,
)
from zbrisk.docket.store import reached_by
from zbrisk.errors import DataError
from zbrisk.files import digest_of_file, replacing

__all__ = ["keep_part", "open_tables"]

# A group of rows. Whoever looks for an id passes over the groups that cannot hold it, as their least and greatest ids
# say, or their Bloom filters, of which one in a thousand errs.
ROWS_AT_ONCE = 8_192
FALSE_HITS = 0.001
DICTIONARY = 16_384  # bytes: what has more values than that stands as it is, and takes less room


def open_tables(
    source: Source,
    out: str | Path,
    *,
    contract: Contract | None = None,
    tables_file: str | Path | None = None,
    memory_limit: str = "3GB",
) -> Path:
    """Open an office's tables and keep them opened, for `open_docket` to take at once.

    Args:
        source: As for `open_docket`.
        out: The folder to write; it is replaced whole or not at all.
        contract: What the tables are; zbrisk's own by default.
        tables_file: A team's own tables or contract, instead of `contract`.
        memory_limit: What DuckDB may use before it spills to disk.

    Returns:
        The folder.

    Raises:
        DataError: As of `open_docket`; or `out` holds something else, or cannot be written to.
    """
    folder = Path(out)
    if folder.exists() and not (folder / MANIFEST).is_file():
        raise DataError(f"{folder} exists and holds no opened tables.", "Name a new folder; nothing was overwritten.")
    contract = contract or load_contract(tables_file)
    docket = open_docket(source, contract=contract, memory_limit=memory_limit)
    with closing(docket), replacing(folder) as draft:
        (draft / ROWS).mkdir(parents=True)
        manifest = Manifest(
            format=FORMAT,
            reading_rules=READING_RULES,
            contract=contract.digest,
            tables={name: _kept(docket, contract.tables[name], draft) for name in sorted(docket.present)},
            undated=tuple(Undated(**asdict(each)) for each in docket.undated),
            sources=tuple(_sources(source, contract)),
            whole=docket.whole,
        )
        (draft / MANIFEST).write_text(manifest.model_dump_json(indent=1), encoding="utf-8")
    return folder


def keep_part(
    rows: Mapping[str, pa.Table], folder: Path, contract: Contract, whole: Whole, undated: Iterable[Undated] = ()
) -> Path:
    """Keep some rows of opened tables, in engine types with their hidden columns, as opened tables of their own.

    Args:
        rows: By table.
        folder: An empty folder.
        contract: What the tables are.
        whole: What is so of all rows.
        undated: As in a manifest.
    """
    (folder / ROWS).mkdir()
    kept = {}
    for name in sorted(rows):
        file, table = folder / ROWS / f"{name}.parquet", contract.tables[name]
        order = [(column, "ascending") for column in (_main_id(contract, table), "_key", "_known_from")]
        with _writer(file, rows[name].schema, table, contract) as writer:
            writer.write_table(rows[name].sort_by(order), row_group_size=ROWS_AT_ONCE)
        kept[name] = KeptTable(rows=len(rows[name]), bytes=file.stat().st_size, sha256=digest_of_file(file))
    manifest = Manifest(
        format=FORMAT, reading_rules=READING_RULES, contract=contract.digest, tables=kept, undated=tuple(undated),
        sources=(), whole=whole,
    )  # fmt: skip
    (folder / MANIFEST).write_text(manifest.model_dump_json(indent=1), encoding="utf-8")
    return folder


def _kept(docket: Docket, table: Table, folder: Path) -> KeptTable:
    """Write one table, its rows in the order of the ids by which they are mostly reached."""
    file = folder / ROWS / f"{table.name}.parquet"
    columns = ", ".join([*table.columns, *HIDDEN])
    with closing(docket.connection.cursor()) as cursor:
        order = f"{_main_id(docket.contract, table)}, _key, _known_from"
        rows = cursor.sql(f"select {columns} from {table.name} order by {order}").to_arrow_reader(ROWS_AT_ONCE)
        count = 0
        with _writer(file, rows.schema, table, docket.contract) as writer:
            for batch in rows:
                writer.write_batch(batch, row_group_size=ROWS_AT_ONCE)
                count += batch.num_rows
    return KeptTable(rows=count, bytes=file.stat().st_size, sha256=digest_of_file(file))


def _writer(file: Path, schema: pa.Schema, table: Table, contract: Contract) -> pq.ParquetWriter:
    """What writes a table's file."""
    filters = {name: {"ndv": ROWS_AT_ONCE, "fpp": FALSE_HITS} for name in reached_by(table, contract.links)}
    return pq.ParquetWriter(
        file, schema, compression="zstd", dictionary_pagesize_limit=DICTIONARY, bloom_filter_options=filters
    )


def _main_id(contract: Contract, table: Table) -> str:
    """The id by which most rows are looked for: the case's, else that of somebody or something else, else their own."""
    others = [name for name in table.columns if contract.refers(table.name, name) not in (None, table.name)]
    return contract.cohort.key if contract.cohort.key in table.columns else next(iter((*others, *table.key)))


def _sources(source: Source, contract: Contract) -> Iterator[ReadFile]:
    """The files that the tables were read from; frames have none."""
    if is_opened(source):
        yield from read_manifest(Path(str(source))).sources
        return
    for path in find(source, contract).paths:
        yield ReadFile(name=path.name, bytes=path.stat().st_size, sha256=digest_of_file(path))
