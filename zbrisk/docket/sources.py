"""Where tables come from: a folder of Parquet and CSV files, a DuckDB file, or frames at hand."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from zbrisk.contract import Contract, Table
from zbrisk.docket.cells import KNOWN_AT
from zbrisk.docket.objects import array_of_objects
from zbrisk.errors import DataError

__all__ = ["Source", "Supply", "ignored", "reading", "release", "size", "supply"]

Source = str | Path | Mapping[str, Any]

ENDINGS = (".parquet", ".csv", ".csv.gz")
UTF8 = "Save it as UTF-8 (in a spreadsheet program: CSV UTF-8), for example with: iconv -f GB18030 -t UTF-8 OLD > NEW"


@dataclass(frozen=True, kw_only=True)
class Supply:
    """One table as it was supplied: `relation` can stand in FROM, `place` is what the user calls it."""

    table: str
    relation: str
    place: str
    columns: Mapping[str, str]  # name to DuckDB type


def supply(connection: duckdb.DuckDBPyConnection, source: Source, contract: Contract) -> dict[str, Supply]:
    """Make the contract's tables that `source` holds readable in DuckDB, without reading their rows.

    Tables that the contract does not name are passed over.

    Raises:
        DataError: Nothing is there, or a file cannot be read.
    """
    if isinstance(source, Mapping):
        supplies = [
            _frame(connection, table, source[name]) for name, table in contract.tables.items() if name in source
        ]
    else:
        path = Path(source)
        if path.is_dir():
            supplies = [_file(connection, name, file) for name in contract.tables for file in _files(path, name)]
        elif path.is_file():
            supplies = _database(connection, path, contract)
        else:
            raise DataError(
                f"{path} is not there.", "Give a folder with one .parquet or .csv a table, or a DuckDB file."
            )
    if not supplies:
        raise DataError(
            f"{'The dict' if isinstance(source, Mapping) else source} holds none of the contract's tables.",
            f"Name them as the contract does: {', '.join(contract.tables)}.",
        )
    return {supplied.table: supplied for supplied in supplies}


def ignored(source: Source, contract: Contract) -> list[str]:
    """Files of a folder, or frames, that are named like tables but like none of the contract's."""
    if isinstance(source, Mapping):
        return [name for name in source if name not in contract.tables]
    if not Path(source).is_dir():
        return []
    files = [file.name for file in sorted(Path(source).iterdir()) if file.name.endswith(ENDINGS)]
    return [name for name in files if name.partition(".")[0] not in contract.tables]


def size(source: Source) -> int:
    """How many bytes the files of `source` have; 0 for frames."""
    if isinstance(source, Mapping):
        return 0
    path = Path(source)
    files = path.iterdir() if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.is_file())


def release(connection: duckdb.DuckDBPyConnection, supplies: Iterable[Supply]) -> None:
    """Let go of files and frames, once the rows are read."""
    for supplied in supplies:
        connection.unregister(supplied.relation)
    connection.execute("drop schema if exists supplied cascade")
    connection.execute("detach database if exists supplied_file")


def _files(folder: Path, table: str) -> list[Path]:
    found = [folder / (table + ending) for ending in ENDINGS if (folder / (table + ending)).is_file()]
    if len(found) > 1:
        raise DataError(f"{folder} holds {table} twice: {' and '.join(f.name for f in found)}.", "Keep one of them.")
    return found


def _file(connection: duckdb.DuckDBPyConnection, table: str, path: Path) -> Supply:
    text = str(path).replace("'", "''")
    if path.suffix == ".parquet":
        return _view(connection, table, f"read_parquet('{text}')", path.name)
    columns = ", ".join("'{}': 'VARCHAR'".format(name.replace("'", "''")) for name in _header(path))
    reader = (
        f"read_csv('{text}', auto_detect=false, header=true, columns={{{columns}}}, delim=',', quote='\"', escape='\"')"
    )
    return _view(connection, table, reader, path.name)


def _header(path: Path) -> list[str]:
    try:
        with (
            gzip.open(path, "rt", encoding="utf-8-sig")
            if path.suffix == ".gz"
            else path.open(encoding="utf-8-sig") as file
        ):
            header = next(csv.reader(file), [])
    except UnicodeError as error:
        raise DataError(f"{path.name} is not UTF-8.", UTF8) from error
    except (OSError, EOFError, csv.Error) as error:
        raise DataError(f"{path.name} cannot be read: {error}.", "Export it again.") from error
    names = [name.strip() for name in header]
    if not names or "" in names or len(set(names)) < len(names):
        raise DataError(f"{path.name} has no header, or one with an empty or doubled name.", "Name every column once.")
    return names


def _view(connection: duckdb.DuckDBPyConnection, table: str, reader: str, place: str) -> Supply:
    connection.execute("create schema if not exists supplied")
    relation = f'supplied."{table}"'
    with reading(place):
        connection.execute(f"create view {relation} as select * from {reader}")
        return _described(connection, table, relation, place)


def _described(connection: duckdb.DuckDBPyConnection, table: str, relation: str, place: str) -> Supply:
    columns = {row[0]: row[1] for row in connection.execute(f"describe {relation}").fetchall()}
    return Supply(table=table, relation=relation, place=place, columns=columns)


def _database(connection: duckdb.DuckDBPyConnection, path: Path, contract: Contract) -> list[Supply]:
    try:
        connection.execute("attach '{}' as supplied_file (read_only)".format(str(path).replace("'", "''")))
    except duckdb.Error as error:
        raise DataError(f"{path} is no DuckDB file that can be opened.", str(error).splitlines()[0]) from error
    query = "select table_name from information_schema.tables where table_catalog = 'supplied_file'"
    there = {row[0] for row in connection.execute(query).fetchall()}
    return [
        _described(connection, name, f'supplied_file.main."{name}"', f"{path.name}, table {name}")
        for name in contract.tables
        if name in there
    ]


def _frame(connection: duckdb.DuckDBPyConnection, table: Table, frame: Any) -> Supply:
    relation = f"supplied_{table.name}"
    arrow = _arrow(table, frame)
    if not arrow.num_columns:  # an empty list: nothing was found
        arrow = pa.table({column: pa.array([], pa.string()) for column in table.columns})
    connection.register(relation, arrow)
    return _described(connection, table.name, relation, f"table {table.name}")


def _arrow(table: Table, frame: Any) -> pa.Table:
    """A pandas, polars or arrow table, or a list of dicts, as arrow; columns that the contract lacks are left empty."""
    if isinstance(frame, pa.Table) or hasattr(frame, "to_arrow"):  # polars
        arrow = frame if isinstance(frame, pa.Table) else frame.to_arrow()
        return pa.table([_array(table, n, arrow[n]) for n in arrow.column_names], names=arrow.column_names)
    if hasattr(frame, "itertuples"):  # pandas
        return pa.table({str(name): _array(table, str(name), frame[name]) for name in frame.columns})
    if isinstance(frame, Sequence) and all(isinstance(row, Mapping) for row in frame):
        names = dict.fromkeys(name for row in frame for name in row)
        return pa.table({str(name): _array(table, str(name), [row.get(name) for row in frame]) for name in names})
    raise DataError(
        f"Table {table.name} is a {type(frame).__name__}.", "Give a pandas, polars or arrow table, or a list of dicts."
    )


def _array(table: Table, name: str, values: Any) -> pa.Array:
    """One column; what arrow or DuckDB have no type for is read as Python objects."""
    column = KNOWN_AT if name == KNOWN_AT.name else table.columns.get(name)
    if column is None:
        return pa.nulls(len(values))
    if isinstance(values, pa.ChunkedArray):
        foreign = pa.types.is_float16(values.type) or pa.types.is_decimal256(values.type)
        return array_of_objects(values.to_pylist(), column.type) if foreign else values
    if isinstance(values, pd.Series) and values.dtype != object and not isinstance(values.dtype, pd.DatetimeTZDtype):
        with suppress(pa.ArrowException, TypeError, ValueError, OverflowError):
            array = pa.array(values.array, from_pandas=True)
            if not pa.types.is_float16(array.type):
                return array
    return array_of_objects(list(values), column.type)


@contextmanager
def reading(place: str) -> Iterator[None]:
    """Turn what DuckDB says of an unreadable file into one sentence.

    Raises:
        DataError: Inside the block a file turned out to be broken.
    """
    try:
        yield
    except (
        duckdb.InvalidInputException,
        duckdb.IOException,
        duckdb.ConversionException,
        duckdb.SerializationException,
    ) as error:
        text = str(error)
        if "unicode" in text.lower() or "utf-8" in text.lower():
            raise DataError(f"{place} is not UTF-8.", UTF8) from error
        telling = [line for number, line in enumerate(text.splitlines()) if number == 0 or line.startswith("Expected")]
        raise DataError(
            f"{place} cannot be read: {'; '.join(telling)}", "Export it again, or mend the line."
        ) from error
