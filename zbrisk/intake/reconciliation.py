"""The books of every sheet: all rows have a role, all data rows a fate. An account that does not balance stops all."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from zbrisk.clues.safe_cell import safe_cell
from zbrisk.errors import DataError
from zbrisk.intake.assembling.versions import CHANGED, CLOSED_LATER, NEW, REPEAT
from zbrisk.intake.headers.find import Role
from zbrisk.intake.sheets import Sheet
from zbrisk.intake.staging import QUARANTINED

__all__ = ["FATES", "Account", "accounts", "write_accounts"]

FATES = (NEW, REPEAT, CHANGED, CLOSED_LATER, QUARANTINED)
NO_LIST = ""


@dataclass(frozen=True, kw_only=True)
class Account:
    """One sheet: its rows as counted in what was kept of the file, by role, and the data rows by fate."""

    batch: str
    file: str
    sheet: str
    list: str
    rows: int
    roles: Counter[str] = field(default_factory=Counter)
    fates: Counter[str] = field(default_factory=Counter)
    cells_refused: int = 0

    @property
    def balanced(self) -> bool:
        """Whether nothing is lost."""
        known = sum(self.fates[fate] for fate in FATES)
        return self.rows == self.roles.total() and self.roles[Role.DATA] == self.fates.total() == known


def accounts(connection: duckdb.DuckDBPyConnection, sheets: Iterable[Sheet]) -> list[Account]:
    """The accounts of all sheets.

    Raises:
        DataError: One does not balance.
    """
    roles, fates = _counted(connection, "role"), _counted(connection, "fate")
    refused = dict(connection.execute(
        "select sheet_id, count(*) from raw_cells join raw_rows using (_id)"
            " where raw_cells.reason <> '' group by sheet_id"
    ).fetchall())  # fmt: skip
    found = []
    for number, sheet in enumerate(sheets):
        account = Account(
            batch=sheet.file.batch,
            file=sheet.file.name,
            sheet=sheet.name,
            list=sheet.layout.kind.name if sheet.layout.kind else NO_LIST,
            rows=_rows_kept(sheet),
            roles=roles.get(number, Counter()),
            fates=fates.get(number, Counter()),
            cells_refused=refused.get(number, 0),
        )
        if not account.balanced:
            where = f"{account.file} {account.sheet}".strip()
            raise DataError(
                f"{where}: {account.rows} rows came, and {account.roles.total()} are accounted for; of"
                f" {account.roles[Role.DATA]} rows of data {account.fates.total()}.",
                "This is a fault of zbrisk, please report it; nothing was written.",
            )
        found.append(account)
    return found


def write_accounts(found: Iterable[Account], path: Path) -> None:
    """A CSV file with a row a sheet."""
    roles = [str(role) for role in Role]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["batch", "file", "sheet", "list", "rows", *roles, *FATES, "cells_refused"])
        for each in found:
            counts = [each.roles[role] for role in roles] + [each.fates[fate] for fate in FATES]
            names = map(safe_cell, (each.batch, each.file, each.sheet))
            writer.writerow([*names, each.list, each.rows, *counts, each.cells_refused])


def _counted(connection: duckdb.DuckDBPyConnection, column: str) -> dict[int, Counter[str]]:
    rows = connection.execute(
        f"select sheet_id, {column}, count(*) from raw_rows where {column} is not null group by all"
    ).fetchall()
    counts: dict[int, Counter[str]] = {}
    for sheet, name, number in rows:
        counts.setdefault(sheet, Counter())[name] = number
    return counts


def _rows_kept(sheet: Sheet) -> int:
    """How many rows the kept file has of a sheet, counted apart from all that reads them."""
    batches = pq.ParquetFile(sheet.path).iter_batches(columns=["sheet"])
    return sum(batch.column(0).to_pylist().count(sheet.name) for batch in batches)
