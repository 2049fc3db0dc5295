"""Tables for people: CSV that a spreadsheet opens rightly, and workbooks; no cell that it would run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from zbrisk.clues.safe_cell import safe_cell

__all__ = ["Sheet", "write_csv", "write_workbook"]

USUAL_WIDTH = 16  # characters
WRAPPED_FROM = 40  # a column at least so wide holds sentences


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One table: its title, its rows, and by column how wide it is and in which number format."""

    title: str
    rows: pd.DataFrame
    widths: Mapping[str, int] = field(default_factory=dict)
    formats: Mapping[str, str] = field(default_factory=dict)

    @property
    def safe(self) -> pd.DataFrame:
        """The rows with no text, headings included, that would start a formula."""
        rows = self.rows.astype(object).where(self.rows.notna(), None).map(_plain)
        return rows.set_axis([str(safe_cell(column)) for column in rows.columns], axis=1)


def write_csv(sheet: Sheet, path: Path) -> None:
    """UTF-8 with a byte order mark, without which Excel takes it for GBK."""
    sheet.safe.to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\r\n")


def write_workbook(sheets: list[Sheet], path: Path) -> None:
    """An .xlsx file; headings stay in view, and each sheet can be filtered."""
    book = Workbook()
    book.remove(book.active)
    for sheet in sheets:
        _fill(book.create_sheet(sheet.title), sheet)
    book.save(path)


def _fill(page: Any, sheet: Sheet) -> None:
    rows = sheet.safe
    page.append(list(rows.columns))
    for row in rows.itertuples(index=False):
        page.append([_workbook_value(value) for value in row])
    for position, column in enumerate(sheet.rows.columns, 1):
        letter, width = get_column_letter(position), sheet.widths.get(column, USUAL_WIDTH)
        page.column_dimensions[letter].width = width
        for cell in page[letter]:
            cell.alignment = Alignment(vertical="top", wrap_text=width >= WRAPPED_FROM)
            cell.number_format = sheet.formats.get(column, "General")
        page[f"{letter}1"].font = Font(bold=True)
    page.freeze_panes = "A2"
    page.auto_filter.ref = page.dimensions
    page.print_title_rows = "1:1"


def _plain(value: object) -> object:
    return safe_cell(value.date() if isinstance(value, dt.datetime) else value)


def _workbook_value(value: object) -> Any:
    if value is None or value == "":
        return None
    if isinstance(value, dt.date | str | int | float):
        return value
    return value.item() if hasattr(value, "item") else str(safe_cell(str(value)))
