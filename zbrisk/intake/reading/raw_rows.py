"""Rows as they stand in a file, and the Parquet file that keeps them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

__all__ = ["RawRow", "read_rows", "sheets_of", "write_rows"]

SCHEMA = pa.schema(
    [
        ("sheet", pa.string()),
        ("row", pa.int64()),
        ("lines", pa.int32()),
        ("cells", pa.list_(pa.string())),
        ("fault", pa.string()),
    ]
)
AT_ONCE = 20_000  # rows that are held in memory
MOST_LETTERS = 32_000_000  # of them, but for the last


class RawRow(NamedTuple):
    """One row of a file.

    Attributes:
        sheet: The sheet's name; empty for files without sheets.
        row: 1 for the first line of the file or sheet; where a row takes several lines, its first.
        cells: Texts.
        lines: How many physical lines it takes.
        fault: A code of `reasons.yaml` where the row cannot be taken apart; its one cell is then the line, or its bytes
            in hex.
    """

    sheet: str
    row: int
    cells: list[str]
    lines: int = 1
    fault: str = ""


def write_rows(rows: Iterable[RawRow], path: Path) -> int:
    """Keep rows; gives their number. Equal rows give equal bytes."""
    count = 0
    with pq.ParquetWriter(path, SCHEMA, compression="zstd") as writer:
        for chunk in _chunks(rows):
            columns = {
                "sheet": [row.sheet for row in chunk],
                "row": [row.row for row in chunk],
                "lines": [row.lines for row in chunk],
                "cells": [row.cells for row in chunk],
                "fault": [row.fault for row in chunk],
            }
            writer.write_table(pa.table(columns, schema=SCHEMA))
            count += len(chunk)
    return count


def _chunks(rows: Iterable[RawRow]) -> Iterator[list[RawRow]]:
    """As many rows as memory may hold at once: a row group each."""
    chunk: list[RawRow] = []
    letters = 0
    for row in rows:
        chunk.append(row)
        letters += sum(map(len, row.cells))
        if len(chunk) == AT_ONCE or letters > MOST_LETTERS:
            yield chunk
            chunk, letters = [], 0
    if chunk:
        yield chunk


def sheets_of(path: Path) -> list[str]:
    """The sheets of a kept file, in their order."""
    names: dict[str, None] = {}
    for batch in pq.ParquetFile(path).iter_batches(columns=["sheet"]):
        names.update(dict.fromkeys(batch.column(0).unique().to_pylist()))
    return list(names)


def read_rows(path: Path, sheet: str) -> Iterator[list[RawRow]]:
    """The rows of one sheet of a kept file, some thousand at a time."""
    file = pq.ParquetFile(path)
    for group in range(file.num_row_groups):
        sheets, numbers, lines, cells, faults = (column.to_pylist() for column in file.read_row_group(group).columns)
        rows = [
            RawRow(s, r, c, n, f)
            for s, r, n, c, f in zip(sheets, numbers, lines, cells, faults, strict=True)
            if s == sheet
        ]
        if rows:
            yield rows
