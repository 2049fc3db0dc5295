"""Supplied tables as relations that DuckDB can read: files, a DuckDB file, or frames at hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb

from zbrisk.contract import Contract, Table
from zbrisk.docket.connecting import pattern, quoted
from zbrisk.docket.database import Database
from zbrisk.docket.finding import GZIPPED, PARQUET, Found, Source, TableFiles, nothing_found
from zbrisk.docket.frames import arrow_table
from zbrisk.docket.headings import LONGEST_LINE, UTF8, csv_names, parquet_columns, refuse_names
from zbrisk.errors import DataError

__all__ = ["Source", "SuppliedTable", "Supplies", "reading", "release", "supply"]

COLUMNS_ALIKE = "Export all parts of a table with the same columns."


@dataclass(frozen=True, kw_only=True)
class SuppliedTable:
    """One table as it was supplied: `relation` can stand in FROM, `place` is what the user calls it.

    `read` says that the relation holds the engine's values already, of the column `x` as `x=` beside it.
    """

    table: str
    relation: str
    place: str
    columns: Mapping[str, str]  # name to DuckDB type
    read: bool = False


@dataclass(frozen=True, kw_only=True)
class Supplies(Mapping[str, SuppliedTable]):
    """The supplied tables by name, and what is named like a table and not read."""

    tables: Mapping[str, SuppliedTable]
    passed_over: Mapping[str, str]  # name to why

    def __getitem__(self, table: str) -> SuppliedTable:
        return self.tables[table]

    def __iter__(self) -> Iterator[str]:
        return iter(self.tables)

    def __len__(self) -> int:
        return len(self.tables)


def supply(connection: duckdb.DuckDBPyConnection, found: Found, contract: Contract) -> Supplies:
    """Make the contract's tables that were found readable in DuckDB, without reading their rows.

    Args:
        connection: May read the files that were found.
        found: What `find` says of the source.
        contract: What the tables are.

    Raises:
        DataError: A file cannot be read, or its columns are not named as they should be.
    """
    supplies = [_frame(connection, contract.tables[name], frame) for name, frame in found.frames.items()]
    supplies += [_files(connection, contract.tables[name], files) for name, files in found.files.items()]
    passed_over = found.passed_over
    if found.database is not None:
        with reading(found.database.name):
            database = Database(connection, found.database, contract)
            relations = [(table, database.relation(table)) for table in contract.tables.values()]
        supplies = [_described(connection, table, *named) for table, named in relations if named is not None]
        passed_over = database.passed_over()
        if not supplies:
            raise nothing_found(found.name, contract)
    return Supplies(tables={supplied.table: supplied for supplied in supplies}, passed_over=passed_over)


def release(connection: duckdb.DuckDBPyConnection, supplies: Iterable[SuppliedTable]) -> None:
    """Let go of files and frames, once the rows are read."""
    for supplied in supplies:
        connection.unregister(supplied.relation)
    connection.execute("drop schema if exists supplied cascade")
    connection.execute("detach database if exists supplied_file")


def _files(connection: duckdb.DuckDBPyConnection, table: Table, files: TableFiles) -> SuppliedTable:
    reader = _parquet(connection, table, files) if files.form == PARQUET else _csv(table, files)
    connection.execute("create schema if not exists supplied")
    relation = f'supplied."{table.name}"'
    with reading(files.place):
        connection.execute(f"create view {relation} as {reader}")
    return _described(connection, table, relation, files.place)


def _parquet(connection: duckdb.DuckDBPyConnection, table: Table, files: TableFiles) -> str:
    """The query over Parquet files, whose columns are matched by name."""
    first: dict[str, str] = {}
    read = []
    for part, place in zip(files.parts, files.names, strict=True):
        names, rows = parquet_columns(part, place)
        _refuse_columns(names, place, table, files)
        if len(files.parts) > 1 and not rows:  # whose types are those of nothing
            _refuse_other_columns(dict.fromkeys(first or names, ""), dict.fromkeys(names, ""), files.names[0], place)
            continue
        with reading(place):
            types = _types(connection, f"(from {_read_parquet([str(part)])})")
        first = first or types
        _refuse_other_columns(first, types, files.names[0], place)
        first |= {name: kind for name, kind in types.items() if first[name] == NULLS}
        read.append(str(part))
    return f"from {_read_parquet(read or map(str, files.parts[:1]))}"


def _read_parquet(paths: Iterable[str]) -> str:
    return f"read_parquet([{_patterns(paths)}], hive_partitioning = false, union_by_name = true)"


def _csv(table: Table, files: TableFiles) -> str:
    """The query over CSV files, each by its own header."""
    headers = []
    for part, place in zip(files.parts, files.names, strict=True):
        names, blank = csv_names(part, place, table, gzipped=files.form == GZIPPED)
        _refuse_columns(names, place, table, files)
        headers.append((names, blank))
        first = headers[0][0]
        _refuse_other_columns(dict.fromkeys(first, ""), dict.fromkeys(names, ""), files.names[0], place)
    alike = groupby(zip(headers, files.parts, strict=True), key=lambda each: each[0])
    return " union all by name ".join(
        f"from {_read_csv((str(part) for _, part in parts), names, blank, files.form)}"
        for (names, blank), parts in alike
    )


def _read_csv(paths: Iterable[str], names: Iterable[str], blank: int, form: str) -> str:
    columns = ", ".join(f"{quoted(name)}: 'VARCHAR'" for name in names)
    # in parallel, DuckDB passes over a last line that is longer than its buffer; `csv_names` looks at plain files
    packing = "compression = 'gzip', parallel = false" if form == GZIPPED else "compression = 'none'"
    return (
        f"read_csv([{_patterns(paths)}], auto_detect = false, header = true, columns = {{{columns}}}, delim = ',',"
        f" quote = '\"', escape = '\"', skip = {blank}, {packing}, max_line_size = {LONGEST_LINE},"
        " hive_partitioning = false)"
    )


FILE = "  file = "  # how DuckDB names the file in a message on CSV
NULLS = '"NULL"'  # DuckDB's type of a column in which nothing was ever filled in


def _refuse_columns(names: list[str], place: str, table: Table, files: TableFiles) -> None:
    refuse_names(names, place, table)
    if lost := sorted(files.keys - set(names)):
        raise DataError(
            f"{files.place} keeps {', '.join(lost)} in the names of its folders, and not in {place}.",
            "Write the table without partitionBy, so that every column is in the files.",
        )


def _refuse_other_columns(first: Mapping[str, str], part: Mapping[str, str], first_place: str, place: str) -> None:
    if first.keys() != part.keys():
        lacks, more = sorted(first.keys() - part.keys()), sorted(part.keys() - first.keys())
        words = [f"lacks {', '.join(lacks)}"] * bool(lacks) + [f"has {', '.join(more)} besides"] * bool(more)
        raise DataError(f"{place} has other columns than {first_place}: it {' and '.join(words)}.", COLUMNS_ALIKE)
    for name, kind in part.items():
        if kind != first[name] and NULLS not in (kind, first[name]):
            raise DataError(
                f"{place} holds {name} as {kind}, {first_place} as {first[name]}.", f"{COLUMNS_ALIKE[:-1]} and types."
            )


def _patterns(paths: Iterable[str]) -> str:
    return ", ".join(quoted(pattern(path)) for path in paths)


def _frame(connection: duckdb.DuckDBPyConnection, table: Table, frame: Any) -> SuppliedTable:
    relation, place = f"supplied_{table.name}", f"table {table.name}"
    arrow = arrow_table(table, frame)
    with reading(place):
        connection.register(relation, arrow)
    return _described(connection, table, relation, place)


def _described(connection: duckdb.DuckDBPyConnection, table: Table, relation: str, place: str) -> SuppliedTable:
    with reading(place):
        columns = _types(connection, relation)
    refuse_names(columns, place, table)
    return SuppliedTable(table=table.name, relation=relation, place=place, columns=columns)


def _types(connection: duckdb.DuckDBPyConnection, relation: str) -> dict[str, str]:
    return {row[0]: row[1] for row in connection.execute(f"describe from {relation}").fetchall()}


@contextmanager
def reading(place: str) -> Iterator[None]:
    """Turn what DuckDB says of an unreadable file into one sentence.

    Raises:
        DataError: Inside the block a file turned out to be broken.
    """
    try:
        yield
    except duckdb.OutOfMemoryException as error:
        raise DataError(f"{place} needs more memory than there is.", "Give more, by memory_limit.") from error
    except duckdb.Error as error:
        text = str(error)
        if "unicode" in text.lower() or "utf-8" in text.lower():
            raise DataError(f"{place} is not UTF-8.", UTF8) from error
        first, *more = text.splitlines()
        files = [Path(line[len(FILE) :]).name for line in more if line.startswith(FILE)]
        part = "".join(f" ({name})" for name in files if name != place)  # which of many
        telling = [first, *(line for line in more if line.startswith(("Expected", "Value with", "Maximum")))]
        raise DataError(
            f"{place}{part} cannot be read: {'; '.join(line.rstrip('.') for line in telling)}.",
            "Export it again, or mend the line; all lines end alike, and quotes come in pairs.",
        ) from error
