"""The workbook of what waits for a person: parties that may be one, headings, values of judgments; out and back.

Names are masked in it; the case numbers say where to look.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

from zbrisk.clues.spreadsheet import Worksheet, write_workbook
from zbrisk.errors import DataError
from zbrisk.explaining.masking import mask_name
from zbrisk.intake.cells.dates import read_day
from zbrisk.intake.headers.kinds import list_kinds
from zbrisk.intake.headers.mapping import LEFT_OUT, OPEN, read_mapping
from zbrisk.intake.identity.answers import Answer
from zbrisk.intake.reading.raw_rows import RawRow, read_rows
from zbrisk.intake.reading.workbook import WorkbookReader
from zbrisk.intake.store import MAPPING, home
from zbrisk.intake.value_answers import ValueAnswer
from zbrisk.scratch import discard, own_folder

__all__ = ["Answers", "read_review", "write_review"]

PAIRS, HEADINGS = "是否同一主体", "表头"
PARTIES, ANSWER = "主体", "答复（同一/不同/如 1、3）"
LIST, HEADING, FIELD = "清单", "表头", "字段（不用则填 -）"
SAID = {"同一": True, "是": True, "不同": False, "否": False}
BECAUSE = {"part_of_number": "残缺号码相符", "county": "同一区县", "other_county": "不同区县", "": "仅同名"}
FOUND, BETWEEN = "案件（无案件的为所在清单）", "、"
NUMBERS = re.compile(r"\d{1,2}(?:[、,，]\d{1,2})+")
VALUES, PAPER, VALUE, READ = "裁判文书", "文书编号", "事项", "读作"
TRUTH = "答复（对/未写明/正确的值）"
RIGHT, UNSAID = "对", "未写明"
FLAG_WORDS = {"true": "是", "false": "否"}
FLAGS = {word: flag for flag, word in FLAG_WORDS.items()}
VALUE_NAMES = {
    "loan_date": "借款日期", "due_date": "应还款日期", "monthly_rate": "月利率", "defended_flag": "被告抗辩",
    "default_flag": "被告缺席", "cash_delivery_flag": "现金交付",
}  # fmt: skip
RATE = re.compile(r"(\d{1,3}(?:\.\d{1,6})?)([%％]?)")
DIGITS = 16  # of a hash


@dataclass(frozen=True)
class Answers:
    """What a person filled in: of parties, by list and heading which field it names, and of values of judgments."""

    parties: tuple[Answer, ...] = ()
    headings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    values: tuple[ValueAnswer, ...] = ()


def write_review(tables: Path, out: Path, *, state: Path | None = None) -> int:
    """Write the workbook; gives how many questions it asks.

    Args:
        tables: The TABLES folder.
        out: Where to.
        state: The folder of its books, where they do not lie in it.

    Raises:
        DataError: The folder is none that intake wrote.
    """
    folder = _books(home(tables, state))
    asked = [
        {
            PARTIES: BETWEEN.join(row["parties"]),
            "姓名": mask_name(row["name"]),
            FOUND: "\n".join(f"{place}. {BETWEEN.join(found)}" for place, found in enumerate(row["found"], 1)),
            "同名主体": row["bearers"],
            "依据": BECAUSE[row["because"]],
            "估计可并": f"{row['links']:.1f} / {len(row['parties']) - 1}",
            "涉及行数": row["rows"],
            ANSWER: None,
        }
        for row in pq.read_table(folder / "doubts.parquet").to_pylist()
    ]
    headings = [
        {LIST: kind, "清单名称": list_kinds()[kind].label.zh, HEADING: word, FIELD: None}
        for kind, said in read_mapping(folder / MAPPING).lists.items() for word, name in said.items() if name == OPEN
    ]  # fmt: skip
    values = _values_asked(folder)
    columns = [PARTIES, "姓名", FOUND, "同名主体", "依据", "估计可并", "涉及行数", ANSWER]
    sheets = [
        Worksheet(title=PAIRS, rows=pd.DataFrame(asked, columns=columns), widths={PARTIES: 20, FOUND: 60}),
        Worksheet(title=HEADINGS, rows=pd.DataFrame(headings, columns=[LIST, "清单名称", HEADING, FIELD])),
        Worksheet(title=VALUES, rows=values, widths={"案号": 26, "原文": 40}),
    ]
    write_workbook(sheets, out)
    return len(asked) + len(headings) + len(values)


def _values_asked(folder: Path) -> pd.DataFrame:
    """What waits of the judgments whose case is there; in the order of hashes, so that the first ones are any ones.

    The words of a flag may name people, and are not shown.
    """
    rows = pq.read_table(folder / "suit_values.parquet").to_pylist()
    asked = [
        {
            PAPER: row["sha256"][:DIGITS], "案号": row["case_id"], "页": row["page"], VALUE: VALUE_NAMES[row["field"]],
            "原文": None if row["read"] in FLAG_WORDS else row["raw"],
            READ: FLAG_WORDS.get(row["read"], row["read"]), "仅原告陈述": "是" if row["claimed"] else None, TRUTH: None,
        }
        for row in sorted(rows, key=lambda row: (row["sha256"], row["field"])) if row["waits"] and row["case_id"]
    ]  # fmt: skip
    return pd.DataFrame(asked, columns=[PAPER, "案号", "页", VALUE, "原文", READ, "仅原告陈述", TRUTH])


def read_review(books: Path, workbook: Path) -> Answers:
    """What a person filled in; a row without an answer says nothing.

    Raises:
        DataError: It is no such workbook, or an answer cannot be understood; nothing is taken then.
    """
    folder = _books(books)
    known = _party_ids(folder)
    parties: list[Answer] = []
    headings: dict[str, dict[str, str]] = {}
    for row, said in _rows(workbook, PAIRS):
        if answer := said.get(ANSWER, "").strip():
            named = said.get(PARTIES, "").split(BETWEEN)
            if len(set(named)) < max(len(named), 2) or not set(named) <= known:
                raise _wrong(
                    workbook, PAIRS, row, "no two parties are named", "Leave the column of parties as written."
                )
            one = _one(answer, len(named))
            if one is None:
                raise _wrong(
                    workbook, PAIRS, row, f"{answer!r} is no answer",
                    "Write 同一, 不同, or the numbers of those that are one (1、3), or nothing.",
                )  # fmt: skip
            parties += _answers(named, one)
    for row, said in _rows(workbook, HEADINGS):
        if name := said.get(FIELD, "").strip():
            kind = said.get(LIST, "")
            allowed = [*list_kinds()[kind].fields, LEFT_OUT] if kind in list_kinds() else []
            if name not in allowed:
                raise _wrong(
                    workbook, HEADINGS, row, f"{name!r} is no field of {kind}", f"Write one of {', '.join(allowed)}."
                )
            headings.setdefault(kind, {})[said.get(HEADING, "")] = name
    return Answers(tuple(parties), headings, tuple(_values_said(folder, workbook)))


def _values_said(folder: Path, workbook: Path) -> Iterator[ValueAnswer]:
    """What a person read in judgments."""
    papers = pq.read_table(folder / "suit_values.parquet", columns=["sha256"])[0].unique().to_pylist()
    known = {paper[:DIGITS]: paper for paper in papers}
    fields = {word: name for name, word in VALUE_NAMES.items()}
    for row, said in _rows(workbook, VALUES):
        if answer := said.get(TRUTH, "").strip():
            paper, name = known.get(said.get(PAPER, "")), fields.get(said.get(VALUE, ""))
            if paper is None or name is None:
                raise _wrong(workbook, VALUES, row, "no value is named", "Leave the other columns as written.")
            read = said.get(READ, "") if answer == RIGHT else answer
            value = None if read == UNSAID else _value(name, read)
            if value is None and read != UNSAID:
                raise _wrong(
                    workbook, VALUES, row, f"{answer!r} is no answer",
                    f"Write {RIGHT}, {UNSAID}, or what the paper says: a day, a rate a month (2%), 是 or 否.",
                )  # fmt: skip
            yield ValueAnswer(sha256=paper, field=name, said=value)


def _value(name: str, text: str) -> str | None:
    """A day, a flag or a rate as it is kept; None where it is none."""
    if name.endswith("_flag"):
        return FLAGS.get(text)
    if name.endswith("_date"):
        day = read_day(text).value
        return str(day) if day else None
    rate = RATE.fullmatch(text)
    if rate is None:
        return None
    number = Decimal(rate[1]) / (100 if rate[2] else 1)
    return f"{number:.6f}".rstrip("0").rstrip(".") if number < 1 else None


def _one(answer: str, parties: int) -> set[int] | None:
    """The places of the parties that are one by an answer; None where it is none."""
    if answer in SAID:
        return set(range(parties)) if SAID[answer] else set()
    if not NUMBERS.fullmatch(answer):
        return None
    places = {int(digits) - 1 for digits in re.findall(r"\d+", answer)}
    return places if len(places) > 1 and places <= set(range(parties)) else None


def _answers(named: list[str], one: set[int]) -> Iterator[Answer]:
    """What is said of each pair: those in `one` are one party, and each of the others is another."""
    for place, party in enumerate(named):
        for other in range(place + 1, len(named)):
            yield Answer.of(party, named[other], same={place, other} <= one)


def _books(folder: Path) -> Path:
    if not (folder / "doubts.parquet").is_file():
        raise DataError(
            f"{folder} holds no books of intake.", "Name the folder that `zbrisk intake` wrote, and its --state."
        )
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
