"""The names of a table's columns: every name once, and in the first line."""

from __future__ import annotations

import csv
import gzip
import os
import unicodedata
from collections import Counter
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import IO

import pyarrow as pa
import pyarrow.parquet as pq

from zbrisk.contract import Table
from zbrisk.docket.cells import KNOWN_AT
from zbrisk.errors import DataError

__all__ = ["LONGEST_LINE", "UTF8", "csv_names", "parquet_columns", "plain", "refuse_names"]

UTF8 = "Save it as UTF-8 (in a spreadsheet program: CSV UTF-8), for example with: iconv -f GB18030 -t UTF-8 OLD > NEW"
SEPARATORS = {
    ";": "semicolons",
    "\t": "tabs",
    "|": "vertical bars",
    "，": "full-width commas",
    "、": "、",
    "\x01": "^A",
}
LONGEST_LINE = 2_000_000  # bytes
LOOK = 10  # lines in which a header is looked for, to name where it stands
FIRST_BYTES = {
    b"PK\x03\x04": "a spreadsheet or a zip archive",
    b"PAR1": "a Parquet file",
    b"\x1f\x8b": "gzipped",
    b"\xd0\xcf\x11\xe0": "a spreadsheet of an old kind",
    b"\x28\xb5\x2f\xfd": "packed with zstd",
    b"BZh": "packed with bzip2",
}


def plain(name: str) -> str:
    """A name as a person reads it: without capitals, full-width letters, blanks, quotes and what cannot be seen."""
    letters = unicodedata.normalize("NFKC", name).lower()
    return "".join(c for c in letters if not c.isspace() and unicodedata.category(c) != "Cf").strip("'\"`")


def csv_names(path: Path, place: str, table: Table, *, gzipped: bool) -> tuple[list[str], int]:
    """The header of a CSV file, and how many blank lines stand above it.

    Raises:
        DataError: The file is no CSV in UTF-8 with commas, or has no header on top.
    """
    try:
        with path.open("rb") as file:
            _refuse_other_kinds(file.read(4), place, gzipped)
            if not gzipped:
                _refuse_long_end(file, place)
        with gzip.open(path, "rt", encoding="utf-8-sig") if gzipped else path.open(encoding="utf-8-sig") as text:
            blank, header = _first_row(text)
            if "\0" in "".join(header):
                raise DataError(f"{place} is not UTF-8.", UTF8)
            names = [name.strip() for name in header]
            if header and not _known(names, table):
                raise _no_header(names, text, place, table, blank + 1)
    except UnicodeError as error:
        raise DataError(f"{place} is not UTF-8.", UTF8) from error
    except (OSError, EOFError, csv.Error) as error:
        raise DataError(f"{place} cannot be read: {error}.", "Export it again.") from error
    if not names or "" in names:
        raise DataError(
            f"{place} has no header, or one with an empty name.", "Name every column once, in the first line."
        )
    return names, blank


def parquet_columns(path: Path, place: str) -> tuple[list[str], bool]:
    """The columns of a Parquet file by its own footer, and whether it has rows.

    DuckDB would number the columns that are there twice, and takes spans of time for numbers.

    Raises:
        DataError: It is no Parquet file, or a broken or encrypted one, or holds spans of time.
    """
    try:
        with path.open("rb") as file:
            footer = pq.read_metadata(file)
            schema = footer.schema.to_arrow_schema()
        groups = [footer.row_group(i).num_rows for i in range(footer.num_row_groups)]
    except (pa.ArrowException, OSError, ValueError, NotImplementedError) as error:
        reason = str(error).partition("\n")[0].rstrip(".")
        raise DataError(f"{place} cannot be read: {reason}.", "Export it again.") from error
    for column in schema:
        if pa.types.is_duration(column.type):
            raise DataError(f"{place} holds spans of time in {column.name}.", "Export the column as numbers or dates.")
    return list(schema.names), any([footer.num_rows, *groups])


def refuse_names(names: Iterable[str], place: str, table: Table) -> None:
    """Refuse names that stand twice, whatever their capitals, and names that only look like the contract's.

    Raises:
        DataError: There is one.
    """
    given = list(names)
    times = Counter(name.lower() for name in given)
    doubled = [name for name in given if times[name.lower()] > 1]
    if doubled:
        raise DataError(
            f"{place} has a doubled name in its header: {', '.join(doubled)}.",
            "Name every column once; capitals make no difference.",
        )
    columns = {name.lower(): name for name in (*table.columns, KNOWN_AT.name)}
    for name in given:
        if (wanted := columns.get(plain(name), name)) != name:
            shown = name if name.isprintable() else ascii(name)
            raise DataError(f"{place} has the column {shown}, which the contract writes {wanted}.", "Rename it.")


def _first_row(text: IO[str]) -> tuple[int, list[str]]:
    for number, row in enumerate(csv.reader(text)):
        if row:
            return number, row
    return 0, []


def _known(names: Iterable[str], table: Table) -> set[str]:
    return {name.strip().lower() for name in names} & {name.lower() for name in (*table.columns, KNOWN_AT.name)}


def _no_header(names: list[str], rest: IO[str], place: str, table: Table, line: int) -> DataError:
    """What stands in the place of a header, where the first line names none of the table's columns."""
    for separator, noun in SEPARATORS.items():
        if len(_known(",".join(names).split(separator), table)) > 1:
            return DataError(f"{place} is separated by {noun}.", "Export it with commas between the cells.")
    for number, row in enumerate(islice(csv.reader(rest), LOOK), line + 1):
        for separator in (",", *SEPARATORS):
            if len(_known(",".join(row).split(separator), table)) > 1:
                return DataError(
                    f"{place} has its header on line {number}, below a title or note.", "Delete the lines above it."
                )
        if number == line + 1 and sum(map(bool, names)) <= 1 < len(row):
            return DataError(
                f"{place} has a title in place of a header: line {line} has one cell, the next {len(row)}.",
                "Delete the title; the first line names the columns.",
            )
    return DataError(
        f"{place} has no header: its first line names no column of {table.name}.",
        f"Let it hold the columns' names, separated by commas: {', '.join(table.columns)}.",
    )


def _refuse_long_end(file: IO[bytes], place: str) -> None:
    file.seek(max(file.seek(0, os.SEEK_END) - LONGEST_LINE, 0))
    end = file.read().rstrip()
    if len(end) > LONGEST_LINE - 2 and not {b"\n"[0], b"\r"[0]}.intersection(end):
        raise DataError(
            f"{place} ends in a line of more than {LONGEST_LINE:,} bytes.", "Export it again; cells are no files."
        )


def _refuse_other_kinds(first: bytes, place: str, gzipped: bool) -> None:
    for start, kind in FIRST_BYTES.items():
        if first.startswith(start) and not (gzipped and kind == "gzipped"):
            raise DataError(f"{place} is no CSV file but {kind}.", "Export it again, or give it the right ending.")
