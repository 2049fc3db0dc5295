from __future__ import annotations

from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest

from tests.intake.lists import CASE, LEDGER, Deliver, changed
from zbrisk.errors import DataError
from zbrisk.intake import answer, intake, write_review

PERSONS = ("姓名", "身份证号", "案号")
ELSEWHERE = changed(CASE, LEDGER, 案号="（2024）浙9603执1号")  # where neither is registered
A, B = "339602196404053609", "339604197208198066"


@pytest.fixture
def doubtful(deliver: Deliver, tmp_path: Path) -> Path:
    """Tables in which one 李雷 owes, two are registered, and a heading is unknown."""
    deliver("2025Q4/persons.csv", [PERSONS, ("李雷", A, ""), ("李雷", B, "")])
    intake(deliver("2025Q4/ledger.csv", [(*LEDGER, "到位数"), (*ELSEWHERE, "5000")]), tmp_path / "tables")
    return tmp_path / "tables"


def filled(tables: Path, said: str, heading: str = "") -> Path:
    """The workbook with every question about parties answered."""
    path = tables.parent / "review.xlsx"
    write_review(tables, path)
    book = openpyxl.load_workbook(path)
    for row in book["是否同一主体"].iter_rows(min_row=2):
        row[7].value = said
    for row in book["表头"].iter_rows(min_row=2):
        row[3].value = heading
    book.save(path)
    return path


def parties(tables: Path) -> set[tuple[str, str | None]]:
    rows = pq.read_table(tables / "parties.parquet").to_pylist()
    return {(row["party_id"], row["id_no"]) for row in rows if row["name"] == "李雷"}


def test_a_name_that_two_bear_is_asked_about_and_masked(doubtful: Path) -> None:
    (doubt,) = pq.read_table(doubtful / "intake" / "doubts.parquet").to_pylist()
    assert (doubt["bearers"], doubt["because"], doubt["found"]) == (3, "other_county", [["自然人登记"], [ELSEWHERE[0]]])
    book = openpyxl.load_workbook(filled(doubtful, ""))
    assert [cell.value for cell in book["是否同一主体"][2]][1] == "李某"


@pytest.mark.slow
def test_the_answer_same_makes_one_party_and_keeps_its_earlier_id(doubtful: Path) -> None:
    (before,) = pq.read_table(doubtful / "intake" / "doubts.parquet").to_pylist()
    outcome = answer(doubtful, filled(doubtful, "同一", "realised_amount"))
    assert not outcome.doubts and not outcome.open_headings
    assert {number for _, number in parties(doubtful)} == {A, B}
    mentions = pq.read_table(doubtful / "intake" / "mentions.parquet").to_pylist()
    places = {row["place"]: row["party_id"] for row in mentions}
    one, other = (places[party] for party in before["parties"])
    assert one == other in {party for party, _ in parties(doubtful)}
    cases = pq.read_table(doubtful / "cases.parquet").to_pylist()
    assert [row["realised_amount"] for row in cases] == [5000]


@pytest.mark.slow
def test_the_answer_holds_when_more_comes(doubtful: Path, deliver: Deliver) -> None:
    answer(doubtful, filled(doubtful, "同一"))
    intake(
        deliver("2026Q1/ledger.csv", [LEDGER, changed(CASE, LEDGER, 案号="（2024）浙9602执2号", 被执行人="韩梅梅")]),
        doubtful,
    )
    assert {number for _, number in parties(doubtful)} == {A, B}


@pytest.mark.slow
def test_the_answer_different_is_not_asked_again(doubtful: Path) -> None:
    assert answer(doubtful, filled(doubtful, "不同")).doubts == 1  # the other bearer is asked about
    assert answer(doubtful, filled(doubtful, "不同")).doubts == 0
    assert len(parties(doubtful)) == 3


@pytest.mark.slow
def test_an_answer_that_is_none_changes_nothing(doubtful: Path) -> None:
    before = parties(doubtful)
    with pytest.raises(DataError, match="row 2: '也许' is no answer"):
        answer(doubtful, filled(doubtful, "也许"))
    with pytest.raises(DataError, match="cannot be read as a workbook"):
        answer(doubtful, doubtful / "cases.parquet")
    assert parties(doubtful) == before
