"""The workbook of what waits for a person: parties that may be one, and headings that nobody knows; out and back.

Names are masked in it; the case numbers say where to look.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

from zbrisk.clues.spreadsheet import Worksheet, write_workbook
from zbrisk.errors import DataError
from zbrisk.explaining.masking import mask_name
from zbrisk.intake.headers.kinds import list_kinds
from zbrisk.intake.headers.mapping import LEFT_OUT, OPEN, read_mapping
from zbrisk.intake.identity.answers import Answer
from zbrisk.intake.reading.raw_rows import RawRow, read_rows
from zbrisk.intake.reading.workbook import WorkbookReader
from zbrisk.intake.store import FOLDER, MAPPING
from zbrisk.scratch import discard, own_folder

__all__ = ["Answers", "read_review", "write_review"]

PAIRS, HEADINGS = "是否同一主体", "表头"
ONE, OTHER, ANSWER = "主体甲", "主体乙", "答复（同一/不同）"
LIST, HEADING, FIELD = "清单", "表头", "字段（不用则填 -）"
SAID = {"同一": True, "是": True, "不同": False, "否": False}
BECAUSE = {"number": "残缺号码相符", "county": "同一区县", "": "仅同名"}


@dataclass(frozen=True)
class Answers:
    """What a person filled in: of parties, and by list and heading which field it names."""

    parties: tuple[Answer, ...] = ()
    headings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def write_review(tables: Path, out: Path) -> int:
    """Write the workbook; gives how many questions it asks.

    Raises:
        DataError: The folder is none that intake wrote.
    """
    folder = _books(tables)
    pairs = [
        {
            ONE: row["one"],
            OTHER: row["other"],
            "姓名": mask_name(row["name"]),
            "甲的案件": "、".join(row["cases_one"]),
            "乙的案件": "、".join(row["cases_other"]),
            "同名的其他主体": row["bearers"],
            "依据": BECAUSE[row["because"]],
            "甲出现次数": row["rows"],
            ANSWER: None,
        }
        for row in pq.read_table(folder / "doubts.parquet").to_pylist()
    ]
    headings = [
        {LIST: kind, "清单名称": list_kinds()[kind].label.zh, HEADING: word, FIELD: None}
        for kind, said in read_mapping(folder / MAPPING).lists.items() for word, name in said.items() if name == OPEN
    ]  # fmt: skip
    pair_columns = [ONE, OTHER, "姓名", "甲的案件", "乙的案件", "同名的其他主体", "依据", "甲出现次数", ANSWER]
    sheets = [
        Worksheet(title=PAIRS, rows=pd.DataFrame(pairs, columns=pair_columns), widths={"甲的案件": 40, "乙的案件": 40}),
        Worksheet(title=HEADINGS, rows=pd.DataFrame(headings, columns=[LIST, "清单名称", HEADING, FIELD])),
    ]
    write_workbook(sheets, out)
    return len(pairs) + len(headings)


def read_review(tables: Path, workbook: Path) -> Answers:
    """What a person filled in; a row without an answer says nothing.

    Raises:
        DataError: It is no such workbook, or an answer cannot be understood; nothing is taken then.
    """
    folder = _books(tables)
    known = _party_ids(folder)
    parties: list[Answer] = []
    headings: dict[str, dict[str, str]] = {}
    for row, said in _rows(workbook, PAIRS):
        if answer := said.get(ANSWER, "").strip():
            one, other = said.get(ONE, ""), said.get(OTHER, "")
            if answer not in SAID:
                raise _wrong(workbook, PAIRS, row, f"{answer!r} is no answer", "Write 同一 or 不同, or nothing.")
            if one == other or not {one, other} <= known:
                raise _wrong(
                    workbook, PAIRS, row, "no two parties are named", "Leave the columns of parties as written."
                )
            parties.append(Answer.of(one, other, same=SAID[answer]))
    for row, said in _rows(workbook, HEADINGS):
        if name := said.get(FIELD, "").strip():
            kind = said.get(LIST, "")
            allowed = [*list_kinds()[kind].fields, LEFT_OUT] if kind in list_kinds() else []
            if name not in allowed:
                raise _wrong(
                    workbook, HEADINGS, row, f"{name!r} is no field of {kind}", f"Write one of {', '.join(allowed)}."
                )
            headings.setdefault(kind, {})[said.get(HEADING, "")] = name
    return Answers(tuple(parties), headings)


def _books(tables: Path) -> Path:
    folder = tables / FOLDER
    if not (folder / "doubts.parquet").is_file():
        raise DataError(f"{tables} holds no tables that intake wrote.", "Name the folder that `zbrisk intake` wrote.")
    return folder


def _party_ids(folder: Path) -> set[str]:
    """Every id that an answer may name: those of now and of earlier tables are places where somebody was named."""
    return set(pq.read_table(folder / "mentions.parquet", columns=["place"])[0].to_pylist())


def _rows(workbook: Path, sheet: str) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a sheet below its first, by heading."""
    found = _read(workbook, sheet)
    heads = found[0].cells if found else []
    for row in found[1:]:
        yield row.row, dict(zip(heads, row.cells, strict=False))


def _read(workbook: Path, sheet: str) -> list[RawRow]:
    scratch = own_folder(tempfile.gettempdir())
    try:
        with WorkbookReader() as reader:
            if not workbook.is_file() or reader.read(workbook, scratch / "rows.parquet"):
                raise DataError(f"{workbook} cannot be read as a workbook.", "Give the .xlsx file that was filled in.")
        return [row for rows in read_rows(scratch / "rows.parquet", sheet) for row in rows]
    finally:
        discard(scratch)


def _wrong(workbook: Path, sheet: str, row: int, problem: str, cure: str) -> DataError:
    return DataError(f"{workbook}, {sheet}, row {row}: {problem}.", cure)
