"""Tables once opened and kept: typed, dated and checked, so that no later command has to do that again.

A folder with one Parquet file a table, in the engines' types with `_known_from`, `_known_until` and `_key`, and a
manifest that says what they were made of and by which reading rules. It is given where tables are given, and nothing
is ever kept beside tables of itself. What does not fit the contract or this library is refused, and never read by
guess.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from zbrisk.contract import Contract, Table
from zbrisk.docket.cells import ENGINE_TYPES
from zbrisk.docket.connecting import connect, pattern, quoted, scratch_folder
from zbrisk.docket.loading import UndatedBatch
from zbrisk.docket.opened_manifest import HIDDEN, MANIFEST, ROWS, KeptTable, Manifest, Whole, read_manifest
from zbrisk.docket.sources import reading
from zbrisk.errors import DataError
from zbrisk.files import digest_of_file

__all__ = ["Opened", "is_opened", "read_opened"]

AGAIN = "Write it again: zbrisk open TABLES --out OPENED."


@dataclass(frozen=True, kw_only=True)
class Opened:
    """What a folder of opened tables holds: the tables, as views of their files on a connection that reaches no other.

    `folder` is where the connection may spill to; `whole` is there where the rows are a part of greater tables.
    """

    tables: frozenset[str]
    connection: duckdb.DuckDBPyConnection
    folder: str
    undated: tuple[UndatedBatch, ...]
    whole: Whole | None


def is_opened(source: object) -> bool:
    """Whether it is a folder that `open_tables` wrote."""
    return isinstance(source, (str, os.PathLike)) and os.path.isfile(os.path.join(source, MANIFEST))


def read_opened(folder: Path, contract: Contract, memory_limit: str) -> Opened:
    """Open what `open_tables` wrote: its files are verified, and none of their rows is read.

    Raises:
        DataError: It was altered, or made by another contract or other reading rules.
    """
    manifest = read_manifest(folder)
    if manifest.contract != contract.digest:
        raise DataError(
            f"{folder} was opened by another contract than the one in force.",
            "Open the tables again by it: zbrisk open TABLES --out OPENED, with --model or --tables-file.",
        )
    _refuse_tables(folder, manifest, contract)
    files = {name: _verified(folder, name, kept) for name, kept in manifest.tables.items()}
    scratch = scratch_folder()
    connection = connect(scratch, files=files.values(), memory_limit=memory_limit)
    try:
        for name, file in files.items():
            with reading(_place(folder, name)):
                _view(connection, contract.tables[name], file, _place(folder, name))
    except BaseException:
        connection.close()
        raise
    undated = tuple(UndatedBatch(**each.model_dump()) for each in manifest.undated)
    return Opened(tables=frozenset(files), connection=connection, folder=scratch, undated=undated, whole=manifest.whole)


def _refuse_tables(folder: Path, manifest: Manifest, contract: Contract) -> None:
    strange = sorted(manifest.tables.keys() - contract.tables.keys())
    absent = [name for name in contract.required_tables if name not in manifest.tables]
    if strange or absent:
        what = f"a table {strange[0][:60]!r} that the contract lacks" if strange else f"no table {absent[0]}"
        raise DataError(f"{folder / MANIFEST} speaks of {what}.", AGAIN)


def _verified(folder: Path, table: str, kept: KeptTable) -> Path:
    """The real path of a table's file, which holds what the manifest says."""
    place = _place(folder, table)
    try:
        file = (folder / ROWS / f"{table}.parquet").resolve(strict=True)
        if not file.is_file() or file.stat().st_size != kept.bytes or digest_of_file(file) != kept.sha256:
            raise DataError(f"{place} is not what it was when it was written.", AGAIN)
    except OSError as error:
        raise DataError(f"{place} cannot be read: {error.strerror}.", AGAIN) from error
    return file


def _view(connection: duckdb.DuckDBPyConnection, table: Table, file: Path, place: str) -> None:
    """Make a table of the docket a view of its file."""
    rows = f"read_parquet([{quoted(pattern(str(file)))}], hive_partitioning = false)"
    found = {row[0]: row[1] for row in connection.execute(f"describe from {rows}").fetchall()}
    if found != _types(table):
        wrong = next(name for name in {**found, **_types(table)} if found.get(name) != _types(table).get(name))
        raise DataError(f"{place} holds {wrong[:60]} as {found.get(wrong, 'nothing')}.", AGAIN)
    connection.execute(f"create view {table.name} as select {', '.join(found)} from {rows}")


def _types(table: Table) -> Mapping[str, str]:
    own = {name: ENGINE_TYPES.get(column.type, "varchar") for name, column in table.columns.items()}
    return {name: kind.upper() for name, kind in (own | HIDDEN).items()}


def _place(folder: Path, table: str) -> str:
    return os.path.join(folder, ROWS, f"{table}.parquet")
