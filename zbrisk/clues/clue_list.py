"""Clue lists as files: Parquet for programs, CSV and XLSX for people."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from zbrisk.clues.safe_cell import safe_cell
from zbrisk.errors import DataError
from zbrisk.explaining.masking import mask_text
from zbrisk.files import replacing
from zbrisk.pages.labels import load_labels

__all__ = ["COLUMNS", "write_clues"]

COLUMNS = ("case_id", "as_of", "target", "score", "probability", "rank", "reasons")
HEADERS = {
    "rank": "排名",
    "case_id": "案件编号",
    "case_no": "案号",
    "target": "事项",
    "probability": "查实概率",
    "reasons": "主要理由（线索提示，需调查核实；不得作为采取措施的依据）",
    "as_of": "评估日",
    "score": "模型得分",
}
WIDTHS = {
    "rank": 8,
    "case_id": 16,
    "case_no": 26,
    "target": 12,
    "probability": 12,
    "reasons": 90,
    "as_of": 13,
    "score": 12,
}
FORMATS = {"probability": "0.0%", "score": "0.000", "as_of": "yyyy-mm-dd"}
MOST_SENTENCES = 3


def write_clues(clues: pd.DataFrame, path: str | Path) -> Path:
    """Write a clue list; the ending of `path` says how.

    .parquet takes the table as it is, reasons in JSON. .csv (UTF-8 with a byte order mark) and .xlsx are for people:
    Chinese headers, the first reasons as sentences with numbers masked, and no cell that a spreadsheet would run.

    Args:
        clues: One row for each case and target, with COLUMNS; further columns are kept.
        path: A file ending in .parquet, .csv or .xlsx; it is replaced whole or not at all.

    Raises:
        DataError: Another ending, a missing column, or a folder that cannot be written to.
    """
    target = Path(path)
    writers = {".parquet": _write_parquet, ".csv": _write_csv, ".xlsx": _write_xlsx}
    writer = writers.get(target.suffix.lower())
    if writer is None:
        raise DataError(f"{target.name} is no clue list.", f"End the name in {', '.join(writers)}.")
    missing = [column for column in COLUMNS if column not in clues.columns]
    if missing:
        raise DataError(f"The clues lack {', '.join(missing)}.", "Give the table that `rank` returns.")
    with replacing(target) as draft:
        writer(clues, draft)
    return target


def _write_parquet(clues: pd.DataFrame, path: Path) -> None:
    clues.to_parquet(path, index=False)


def _write_csv(clues: pd.DataFrame, path: Path) -> None:
    people = for_people(clues)
    people.columns = [_header(column) for column in people.columns]
    people.to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\r\n")


def _write_xlsx(clues: pd.DataFrame, path: Path) -> None:
    people = for_people(clues)
    book = Workbook()
    sheet = book.active
    sheet.title = "线索清单"
    sheet.append([_header(column) for column in people.columns])
    for row in people.itertuples(index=False):
        sheet.append([_workbook_value(value) for value in row])
    for position, column in enumerate(people.columns, 1):
        letter = get_column_letter(position)
        sheet.column_dimensions[letter].width = WIDTHS.get(column, 16)
        for cell in sheet[letter]:
            cell.alignment = Alignment(vertical="top", wrap_text=column == "reasons")
            cell.number_format = FORMATS.get(column, "General")
        sheet[f"{letter}1"].font = Font(bold=True)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.print_title_rows = "1:1"
    book.save(path)


def for_people(clues: pd.DataFrame) -> pd.DataFrame:
    """The clues as people read them: known columns first, sentences for JSON, every text safe in a spreadsheet."""
    labels = load_labels()
    people = clues.astype(object).where(clues.notna(), None)
    people["target"] = people["target"].map(lambda code: labels.code("review_outcomes", "target", str(code)))
    people["as_of"] = people["as_of"].map(_day)
    people["reasons"] = people["reasons"].map(_sentences)
    order = [column for column in HEADERS if column in people.columns]
    people = people[order + [column for column in people.columns if column not in HEADERS]]
    return people.map(safe_cell)


def _header(column: str) -> str:
    return HEADERS.get(column) or str(safe_cell(load_labels().column("cases", column)))


def _sentences(reasons: object) -> str:
    if not isinstance(reasons, str) or not reasons.strip():
        return ""
    listed: list[dict[str, Any]] = json.loads(reasons)
    said = [_chinese(reason.get("sentence", "")) for reason in listed if reason.get("contribution", 0) > 0]
    return "\n".join(f"{i}. {mask_text(sentence)}" for i, sentence in enumerate(said[:MOST_SENTENCES], 1))


def _chinese(sentence: str | dict[str, str]) -> str:
    return sentence if isinstance(sentence, str) else sentence.get("zh", "")


def _day(value: object) -> object:
    return value.date() if isinstance(value, dt.datetime) else value


def _workbook_value(value: object) -> Any:
    if value is None or value == "":
        return None
    if isinstance(value, dt.date | str | int | float):
        return value
    return value.item() if hasattr(value, "item") else str(safe_cell(str(value)))
