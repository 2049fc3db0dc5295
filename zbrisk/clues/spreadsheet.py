"""Tables for people: CSV that a spreadsheet opens rightly, and workbooks; no cell that it would run.

A cell of a workbook says itself that it is a text, so that texts stay as they are; in CSV an apostrophe says it. No
program reads these files again: what is read again is Parquet, or CSV that has a reader of its own.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties

from zbrisk.clues.safe_cell import plain_cell, safe_cell, starts_formula

__all__ = ["Worksheet", "write_csv", "write_workbook"]

USUAL_WIDTH = 16  # characters
WRAPPED_FROM = 40  # a column at least so wide holds sentences
LINE, TALLEST = 15, 120  # points; a taller row is cut where it is printed


@dataclass(frozen=True, kw_only=True)
class Worksheet:
    """One table: its title, its rows, and by column how wide it is and in which number format.

    Attributes:
        choices: By column, what a person may choose in its cells.
        links: By column, where each row's cell leads, relative to the file; nothing for a cell that leads nowhere.
        hidden: Whether it is for the program that reads the file again.
    """

    title: str
    rows: pd.DataFrame
    widths: Mapping[str, int] = field(default_factory=dict)
    formats: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)
    links: Mapping[str, Sequence[str]] = field(default_factory=dict)
    hidden: bool = False

    @property
    def safe(self) -> pd.DataFrame:
        """The rows with no text, headings included, that would start a formula."""
        rows = self.plain.map(safe_cell)
        return rows.set_axis([str(safe_cell(column)) for column in rows.columns], axis=1)

    @property
    def plain(self) -> pd.DataFrame:
        """The rows with nothing that a cell cannot hold."""
        rows = self.rows.astype(object).where(self.rows.notna(), None).map(_plain)
        return rows.set_axis([str(plain_cell(column)) for column in rows.columns], axis=1)


def write_csv(sheet: Worksheet, path: Path) -> None:
    """UTF-8 with a byte order mark, without which Excel takes it for GBK."""
    sheet.safe.to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\r\n")


def write_workbook(sheets: list[Worksheet], path: Path) -> None:
    """An .xlsx file; headings stay in view, and each sheet can be filtered."""
    book = Workbook()
    book.remove(book.active)
    for sheet in sheets:
        _fill(book.create_sheet(sheet.title), sheet)
    content = io.BytesIO()  # a disk that gets full in the middle would leave openpyxl's archive complaining on its own
    book.save(content)
    path.write_bytes(content.getvalue())


def _fill(page: Any, sheet: Worksheet) -> None:
    rows = sheet.plain
    page.append(list(rows.columns))
    for row in rows.itertuples(index=False):
        page.append([_workbook_value(value) for value in row])
    for position, column in enumerate(sheet.rows.columns, 1):
        letter, width = get_column_letter(position), sheet.widths.get(column, USUAL_WIDTH)
        page.column_dimensions[letter].width = width
        for cell in page[letter]:
            cell.alignment = Alignment(vertical="top", wrap_text=width >= WRAPPED_FROM)
            cell.number_format = sheet.formats.get(column, "General")
            if isinstance(cell.value, str) and starts_formula(cell.value):
                cell.data_type, cell.number_format = "s", "@"  # openpyxl would have made a formula of it
                cell.quotePrefix = True  # and whoever edits the cell, too
        page[f"{letter}1"].font = Font(bold=True)
        _offer(page, letter, sheet.choices.get(column, ()))
        for line, link in enumerate(sheet.links.get(column, ()), 2):
            if link:
                page[f"{letter}{line}"].hyperlink, page[f"{letter}{line}"].style = link, "Hyperlink"
    _fit(page, [sheet.widths.get(column, USUAL_WIDTH) for column in sheet.rows.columns])
    page.freeze_panes = "A2"
    page.auto_filter.ref = page.dimensions
    page.print_title_rows = "1:1"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", page.PAPERSIZE_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.sheet_state = "hidden" if sheet.hidden else "visible"


def _offer(page: Any, letter: str, choices: Sequence[str]) -> None:
    """A list to choose from in every cell below the heading."""
    if choices:
        offered = DataValidation(type="list", formula1=f'"{",".join(choices)}"', allow_blank=True)
        page.add_data_validation(offered)
        offered.add(f"{letter}2:{letter}{max(page.max_row, 2)}")


def _fit(page: Any, widths: Sequence[int]) -> None:
    """Rows as tall as their wrapped texts, and no taller than what is printed whole."""
    for number, row in enumerate(page.iter_rows(min_row=2), 2):
        lines = [_lines(cell.value, width) for cell, width in zip(row, widths, strict=True)]
        page.row_dimensions[number].height = min(LINE * max(lines, default=1), TALLEST)


def _lines(value: object, width: int) -> int:
    if not isinstance(value, str) or width < WRAPPED_FROM:
        return 1
    return sum(1 + sum(2 if ord(letter) > 0x2E7F else 1 for letter in line) // width for line in value.split("\n"))


def _plain(value: object) -> object:
    return plain_cell(value.date() if isinstance(value, dt.datetime) else value)


def _workbook_value(value: object) -> Any:
    if value is None or value == "":
        return None
    if isinstance(value, dt.date | str | int | float):
        return value
    return value.item() if hasattr(value, "item") else str(plain_cell(str(value)))
