"""One writer of lists: the ending says which form, and nothing is made that is not written."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import pandas as pd
import pytest
from openpyxl import load_workbook

from zbrisk.clues.spreadsheet import Worksheet
from zbrisk.clues.table_file import write_table
from zbrisk.errors import DataError

ROWS = pd.DataFrame({"案号": ["一", "二"]})


def sheets() -> list[Worksheet]:
    return [Worksheet(title="甲", rows=ROWS), Worksheet(title="乙", rows=ROWS.head(1))]


def never() -> NoReturn:
    raise AssertionError("made for nothing")


def test_programs_and_people_get_their_own_form(tmp_path: Path) -> None:
    parquet = write_table(tmp_path / "l.parquet", "list", programs=lambda: [ROWS.head(1), ROWS.tail(1)], people=never)
    assert pd.read_parquet(parquet).equals(ROWS)
    csv = write_table(tmp_path / "l.CSV", "list", programs=never, people=sheets)
    assert csv.read_bytes().decode("utf-8-sig").split() == ["案号", "一", "二"]
    book = load_workbook(write_table(tmp_path / "l.xlsx", "list", people=sheets))
    assert book.sheetnames == ["甲", "乙"]


def test_texts_have_endings_of_their_own(tmp_path: Path) -> None:
    texts = {".html": lambda: "<p>", ".json": lambda: "{}"}
    for ending, text in ((".html", "<p>"), (".json", "{}")):
        assert write_table(tmp_path / f"l{ending}", "list", people=never, texts=texts).read_text() == text


def test_another_ending_is_refused_with_those_that_there_are(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"l\.parquet is no list\.\n  End the name in \.csv, \.xlsx, \.json\."):
        write_table(tmp_path / "l.parquet", "list", people=never, texts={".json": never})
    assert not list(tmp_path.iterdir())


def test_a_list_that_fails_leaves_the_earlier_one(tmp_path: Path) -> None:
    path = write_table(tmp_path / "l.csv", "list", people=sheets)
    before = path.read_bytes()
    with pytest.raises(AssertionError):
        write_table(path, "list", people=never)
    assert path.read_bytes() == before and list(tmp_path.iterdir()) == [path]
