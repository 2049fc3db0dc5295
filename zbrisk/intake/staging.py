"""Staged rows: every cell read, in one DuckDB table a kind of list, `list_KIND`, with a column for each field.

What became of each raw row stands in `raw_rows`; what was changed or refused of a cell in `raw_cells`. A row's `_id` is
its place among all rows of all batches, in the order of `sheets_in_order`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress
from typing import Any

import duckdb
import pyarrow as pa

from zbrisk.intake.cells.cell import EMPTY, Cell
from zbrisk.intake.cells.readers import column_types
from zbrisk.intake.headers.find import Role
from zbrisk.intake.headers.kinds import ListKind, list_kinds
from zbrisk.intake.reading.raw_rows import RawRow
from zbrisk.intake.row_reader import ReadRows, RowReader
from zbrisk.intake.sheets import Sheet

__all__ = ["QUARANTINED", "STAGED", "stage"]

STAGED, QUARANTINED = "staged", "quarantine_row"
LONGEST_RAW = 4000  # letters of a refused cell that are kept
ROWS = pa.schema(
    [
        ("_id", pa.int64()),
        ("sheet_id", pa.int32()),
        ("row", pa.int64()),
        ("lines", pa.int32()),
        ("role", pa.string()),
        ("fate", pa.string()),
        ("reason", pa.string()),
        ("raw", pa.list_(pa.string())),  # of refused rows alone
    ]
)
CELLS = pa.schema(
    [
        ("_id", pa.int64()),
        ("field", pa.string()),
        ("raw", pa.string()),
        ("value", pa.string()),
        ("rule", pa.string()),
        ("reason", pa.string()),
    ]
)


def stage(connection: duckdb.DuckDBPyConnection, sheets: Sequence[Sheet]) -> None:
    """Fill the staging tables from all sheets, in their order."""
    schemas = {"raw_rows": ROWS, "raw_cells": CELLS}
    schemas |= {f"list_{kind.name}": _schema(kind) for kind in list_kinds().values()}
    for table, schema in schemas.items():
        _append(connection, table, schema.empty_table(), new=True)
    number = 0
    _append(connection, "sheet_lists", _sheet_lists(sheets), new=True)
    for sheet_id, sheet in enumerate(sheets):
        reader = RowReader(sheet.layout, sheet.file.kind)
        for raws in sheet.rows():
            read = reader.read(raws)
            _append(connection, "raw_rows", _rows(number, sheet_id, raws, read))
            _append(connection, "raw_cells", _cells(number, sheet, raws, read))
            if kind := sheet.layout.kind:
                _append(connection, f"list_{kind.name}", _staged(kind, number, sheet, read))
            number += len(raws)


def _sheet_lists(sheets: Sequence[Sheet]) -> pa.Table:
    columns = {
        "sheet_id": pa.array(range(len(sheets)), pa.int32()),
        "batch": pa.array([sheet.file.batch for sheet in sheets], pa.string()),
        "name": pa.array([sheet.file.name for sheet in sheets], pa.string()),
        "sha256": pa.array([sheet.file.sha256 for sheet in sheets], pa.string()),
        "sheet": pa.array([sheet.name for sheet in sheets], pa.string()),
        "known": pa.array([sheet.known for sheet in sheets], pa.date32()),
        "list": pa.array([sheet.layout.kind.name if sheet.layout.kind else None for sheet in sheets], pa.string()),
    }
    return pa.table(columns)


def _schema(kind: ListKind) -> pa.Schema:
    columns: dict[str, pa.DataType] = {"_id": pa.int64(), "_known": pa.date32()}
    for described in kind.fields.values():
        columns |= column_types(described.name, described.reads)
    return pa.schema(list(columns.items()))


def _append(connection: duckdb.DuckDBPyConnection, table: str, rows: pa.Table, *, new: bool = False) -> None:
    connection.register("arriving", rows)
    connection.execute(f"create table {table} as from arriving" if new else f"insert into {table} from arriving")
    connection.unregister("arriving")


def _rows(first: int, sheet_id: int, raws: list[RawRow], read: ReadRows) -> pa.Table:
    columns = {
        "_id": range(first, first + len(raws)),
        "sheet_id": [sheet_id] * len(raws),
        "row": [raw.row for raw in raws],
        "lines": [raw.lines for raw in raws],
        "role": list(map(str, read.roles)),
        "fate": [
            (QUARANTINED if reason else STAGED) if role is Role.DATA else None
            for role, reason in zip(read.roles, read.reasons, strict=True)
        ],
        "reason": [reason or None for reason in read.reasons],
        "raw": [
            [cell[:LONGEST_RAW] for cell in raw.cells] if reason else None
            for raw, reason in zip(raws, read.reasons, strict=True)
        ],
    }
    return pa.table(columns, schema=ROWS)


def _cells(first: int, sheet: Sheet, raws: list[RawRow], read: ReadRows) -> pa.Table:
    found: list[tuple[int, str, str, str | None, str, str]] = []
    columns = sheet.layout.telling
    for name, cells in read.cells.items():
        column = columns.get(name)
        telling = [each for each in zip(read.kept, cells, strict=True) if each[1].rule or each[1].reason]
        for place, cell in telling:
            text = (column and column.text(raws[place].cells)) or sheet.layout.head.get(name, "")
            found.append((first + place, name, text[:LONGEST_RAW], _shown(cell), cell.rule, cell.reason))
    values = zip(*found, strict=True) if found else ((),) * len(CELLS)
    return pa.table(dict(zip(CELLS.names, map(list, values), strict=True)), schema=CELLS)


def _shown(cell: Cell) -> str | None:
    if cell.value is None:
        return None
    return "、".join(cell.value) if isinstance(cell.value, tuple) else str(cell.value)


def _staged(kind: ListKind, first: int, sheet: Sheet, read: ReadRows) -> pa.Table:
    """The rows of a list that can be used, a column for each field and for what stands beside it."""
    schema = _schema(kind)
    good = [not read.reasons[place] for place in read.kept]
    numbers = [first + place for place in compress(read.kept, good)]
    columns: dict[str, list[Any]] = {"_id": numbers, "_known": [sheet.known] * len(numbers)}
    for described in kind.fields.values():
        value, *beside = column_types(described.name, described.reads)
        cells = list(compress(read.cells.get(described.name) or [EMPTY] * len(good), good))
        columns[value] = [cell.value for cell in cells]
        for name in beside:
            columns[name] = [cell.beside for cell in cells]
    return pa.table(columns, schema=schema)
