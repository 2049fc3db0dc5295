"""A worklist that came back: what clerks filled in becomes rows of review_outcomes, and what cannot is said by cell."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from zbrisk.clues.worklist_file import CASES, ENTRIES, FILLED_IN, KEYS, outcome_choices
from zbrisk.contract import Contract
from zbrisk.docket import days
from zbrisk.errors import DataError
from zbrisk.intake.cells.dates import read_day
from zbrisk.intake.cells.money import read_money

__all__ = ["Filled", "Refusal", "read_filled_worklist"]

MOST_BYTES = 200_000_000  # of the workbook, unpacked
MOST_ROWS = 100_000
LONGEST_TEXT = 200
RESULT, OPENED, DECIDED, SIDE, TYPOLOGY, AMOUNT, SEVERITY = FILLED_IN
CURE = "Give the workbook that `zbrisk clues --out LIST.xlsx` wrote; its sheets and headings stay as they are."


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """A row that becomes no outcome: the cell, what is wrong with it, and what to do."""

    cell: str
    problem: str
    cure: str


@dataclass(frozen=True, kw_only=True)
class Filled:
    """The rows of review_outcomes, and what was refused."""

    outcomes: pd.DataFrame
    refused: tuple[Refusal, ...]


class _Wrong(ValueError):
    """A cell that cannot be taken: its heading, the problem and the cure."""

    def __init__(self, heading: str, problem: str, cure: str) -> None:
        super().__init__(problem)
        self.heading, self.problem, self.cure = heading, problem, cure


@dataclass(frozen=True, kw_only=True)
class _Row:
    """A row of a sheet: its number there, and its cells by heading."""

    sheet: str
    number: int
    cells: Mapping[str, Any]
    letters: Mapping[str, str]

    def refusal(self, wrong: _Wrong) -> Refusal:
        place = f"{self.sheet}!{self.letters.get(wrong.heading, 'A')}{self.number}"
        return Refusal(cell=place, problem=wrong.problem, cure=wrong.cure)

    @property
    def filled(self) -> list[str]:
        """The headings that somebody filled in."""
        return [heading for heading in FILLED_IN if _text(self.cells.get(heading))]


def read_filled_worklist(path: Path, contract: Contract) -> Filled:
    """What was filled in.

    A result on the sheet of entries holds for the entry's matter in each of its cases; a row of the sheet of cases
    that has a result of its own goes before it.

    Args:
        path: The workbook.
        contract: The contract in force.

    Raises:
        DataError: It is no worklist, or hides more than a worklist can hold.
    """
    sheets = _sheets(path)
    keys = {_text(row.cells["code"]): row.cells for row in sheets[KEYS]}
    refused: list[Refusal] = []
    taken: dict[str, dict[str, Any]] = {}
    own = list(_own_results(sheets[CASES], keys, contract, refused, taken))
    for row in sheets[ENTRIES]:
        place = _text(row.cells.get("序号"))
        about = [code for code, key in keys.items() if _text(key["entry"]) == place and _text(key["chief"])]
        try:
            result = _outcome(row, contract) if _entry_filled(row) else None
            if result is not None and not about:
                raise _Wrong("序号", f"No entry {place!r} is in this list.", "Put back the number that was there.")
            if result is not None and any(code in taken and code not in own for code in about):
                raise _Wrong("序号", f"Entry {place} stands in two rows.", "Fill in one of them alone.")
        except _Wrong as wrong:
            refused.append(row.refusal(wrong))
            continue
        if result is not None:
            taken |= {code: result for code in about if code not in own}
    codes = sorted(taken, key=_place)
    rows = [_as_row(code, keys[code], taken[code]) for code in codes]
    return Filled(outcomes=pd.DataFrame(rows, columns=_columns(contract)), refused=tuple(refused))


def _own_results(
    rows: Sequence[_Row],
    keys: Mapping[str, Mapping[str, Any]],
    contract: Contract,
    refused: list[Refusal],
    taken: dict[str, dict[str, Any]],
) -> Iterator[str]:
    """The results of single cases, put into `taken`; the codes of rows that somebody filled in, rightly or not."""
    for row in rows:
        if not row.filled:
            continue
        code = _text(row.cells.get("编号"))
        yield code
        try:
            if code not in keys:
                raise _Wrong("编号", f"No row {code!r} is in this list.", "Put back the code that was there.")
            if code in taken:
                raise _Wrong("编号", f"Row {code} stands here twice.", "Fill in one of them alone.")
            taken[code] = _outcome(row, contract)
        except _Wrong as wrong:
            refused.append(row.refusal(wrong))


def _entry_filled(row: _Row) -> bool:
    return any(_text(row.cells.get(heading)) for heading in (RESULT, OPENED, DECIDED))


def _outcome(row: _Row, contract: Contract) -> dict[str, Any]:
    """What one row says, by columns of review_outcomes.

    Raises:
        _Wrong: A cell cannot be taken.
    """
    choices = outcome_choices(contract)
    result = _choice(row, RESULT, choices)
    if result is None:
        raise _Wrong(RESULT, "There is no result beside what was filled in.", f"Choose {_named(choices[RESULT])}.")
    opened, decided = _day(row, OPENED), _day(row, DECIDED)
    as_of = days.today()
    if decided < opened:
        raise _Wrong(DECIDED, f"The review was decided on {decided}, before it began.", "Correct one of the two days.")
    if decided > as_of:
        raise _Wrong(DECIDED, f"{decided} has not come yet.", "Enter a result when it is decided.")
    side = _choice(row, SIDE, choices)
    if side is not None and result != "confirmed":
        raise _Wrong(SIDE, "A side is named although nothing was confirmed.", "Leave it empty, or correct the result.")
    return {
        "result": result,
        "opened_date": opened,
        "decided_date": decided,
        "suspect_side": side,
        "typology": _short(row, TYPOLOGY),
        "amount_found": _amount(row),
        "severity": _choice(row, SEVERITY, choices),
    }


def _choice(row: _Row, heading: str, choices: Mapping[str, Mapping[str, str]]) -> str | None:
    said = _text(row.cells.get(heading))
    if not said:
        return None
    if said not in choices[heading]:
        raise _Wrong(heading, f"{said[:40]!r} is none of the words.", f"Choose {_named(choices[heading])}.")
    return choices[heading][said]


def _day(row: _Row, heading: str) -> dt.date:
    value = row.cells.get(heading)
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    day = read_day(_text(value))
    if day.reason:
        raise _Wrong(heading, f"{_text(value)[:40]!r} is no day.", "Enter it as 2026-11-22.")
    if day.value is None:
        raise _Wrong(heading, "There is no day.", "Enter it as 2026-11-22.")
    found: dt.date = day.value
    return found


def _amount(row: _Row) -> float | None:
    said = _text(row.cells.get(AMOUNT))
    amount = read_money(said)
    if amount.reason:
        raise _Wrong(AMOUNT, f"{said[:40]!r} is no amount.", "Enter yuan in figures, such as 12500.")
    if amount.value is not None and amount.value < 0:
        raise _Wrong(AMOUNT, f"{said[:40]} is no amount that can be.", "Enter yuan, 0 or more.")
    return None if amount.value is None else float(amount.value)


def _short(row: _Row, heading: str) -> str | None:
    said = _text(row.cells.get(heading))
    if len(said) > LONGEST_TEXT:
        raise _Wrong(heading, f"The text has {len(said)} letters.", f"Write {LONGEST_TEXT} at most, such as A1.")
    return said or None


def _named(words: Mapping[str, str]) -> str:
    return "、".join(words)


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()


def _place(code: str) -> list[int]:
    return [int(part) for part in code.split("-")]


def _as_row(code: str, key: Mapping[str, Any], filled: Mapping[str, Any]) -> dict[str, Any]:
    day = _text(key["as_of"]).replace("-", "")
    return {
        "outcome_id": f"{day}-{_text(key['list'])}-{code}",
        "case_id": _text(key["case_id"]),
        "target": _text(key["target"]),
        "selected_by": _text(key["selected_by"]),
        "checkpoint": _text(key["checkpoint"]) or None,
        **filled,
    }


def _columns(contract: Contract) -> list[str]:
    assert contract.outcomes is not None
    mine = {"outcome_id", "case_id", "target", "selected_by", "checkpoint", *FILLED_IN.values()}
    return [name for name in contract.tables[contract.outcomes.table].columns if name in mine]


# -- reading the workbook ----------------------------------------------------------------------------------------------


def _sheets(path: Path) -> dict[str, list[_Row]]:
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
        if unpacked > MOST_BYTES:
            raise DataError(f"{path} unpacks to {unpacked:,} bytes.", CURE)
        book = load_workbook(path, read_only=True, data_only=True)
    except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile) as error:
        raise DataError(f"{path} cannot be read as a workbook.", CURE) from error
    try:
        missing = [name for name in (ENTRIES, CASES, KEYS) if name not in book.sheetnames]
        if missing:
            raise DataError(f"{path} lacks the sheet {missing[0]}.", CURE)
        sheets = {name: _rows(path, book[name]) for name in (ENTRIES, CASES, KEYS)}
    finally:
        book.close()
    for name, needed in ((ENTRIES, "序号"), (ENTRIES, RESULT), (CASES, "编号"), (CASES, RESULT), (KEYS, "code")):
        if sheets[name] and needed not in sheets[name][0].cells:
            raise DataError(f"{path}: the sheet {name} lacks the column {needed}.", CURE)
    return sheets


def _rows(path: Path, page: Any) -> list[_Row]:
    found: list[_Row] = []
    headings: list[str] = []
    letters: dict[str, str] = {}
    for number, cells in enumerate(page.iter_rows(values_only=True), 1):
        if number == 1:
            headings = [_text(cell) for cell in cells]
            letters = {heading: get_column_letter(n) for n, heading in enumerate(headings, 1)}
        elif any(cell is not None for cell in cells):
            row = dict(zip(headings, cells, strict=False))
            found.append(_Row(sheet=page.title, number=number, cells=row, letters=letters))
        if number > MOST_ROWS:
            raise DataError(f"{path}: the sheet {page.title} has more than {MOST_ROWS:,} rows.", CURE)
    return found
