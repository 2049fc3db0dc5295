from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pyarrow.parquet as pq
import pytest

from tests.intake.lists import CASE, LEDGER, SUIT, SUITS, Deliver
from zbrisk.docket.check import check
from zbrisk.errors import DataError
from zbrisk.intake import answer, intake, undo, write_review
from zbrisk.intake.documents.grammar import read_document
from zbrisk.intake.documents.papers import Paper, stage_papers
from zbrisk.intake.documents.places import Found
from zbrisk.intake.documents.suit_values import SuitValue, suit_values, trusted
from zbrisk.intake.reading.raw_rows import RawRow, write_rows
from zbrisk.intake.store import KeptFile
from zbrisk.intake.value_answers import ValueAnswer

HEAD = "临越市人民法院\n民事判决书\n（2023）浙9602民初8号\n原告：王小明，男。\n被告：李雷，男。\n"
BODY = (
    "原告王小明与被告李雷民间借贷纠纷一案，本院于2023年3月1日立案。\n"
    "王小明诉称，李雷借款未还，请求判令李雷归还借款12万元。\n"
    "李雷辩称，已经归还5万元。\n"
    "经审理查明，2021年5月6日，李雷向王小明借款12万元，约定月利率2%，于2021年11月6日前归还。王小明以现金方式交付借款。\n"
    "本院认为，借款属实。判决如下：李雷归还借款。\n二〇二三年五月一日"
)
JUDGMENT = HEAD + BODY
ALL = {
    "loan_date": "2021-05-06", "due_date": "2021-11-06", "monthly_rate": "0.02", "defended_flag": "true",
    "cash_delivery_flag": "true",
}  # fmt: skip


def read(text: str) -> dict[str, str]:
    return {each.field: each.value for each in suit_values(read_document(text))}


def test_what_a_judgment_says_of_the_loan_and_the_defence() -> None:
    assert read(JUDGMENT) == ALL


def test_a_paper_with_a_blank_line_behind_every_line_is_read_as_one_without() -> None:
    assert read(JUDGMENT.replace("\n", "\n\n")) == ALL


@pytest.mark.parametrize(
    ("said", "flags"),
    [
        ("李雷辩称，借款属实。", {"defended_flag": "false"}),
        ("李雷经传票传唤未到庭参加诉讼。", {"defended_flag": "false", "default_flag": "true"}),
        ("李雷经传票传唤未到庭，庭前提交书面意见辩称，未收到借款。", {"defended_flag": "true", "default_flag": "true"}),
        ("", {}),
    ],
)
def test_who_agrees_or_stays_away_has_not_defended_himself(said: str, flags: dict[str, str]) -> None:
    found = read(JUDGMENT.replace("李雷辩称，已经归还5万元。", said))
    assert {field: value for field, value in found.items() if field in ("defended_flag", "default_flag")} == flags


def test_of_several_loans_and_of_a_month_no_day_is_taken() -> None:
    several = JUDGMENT.replace("经审理查明，", "经审理查明，2021年5月7日，李雷向王小明借款1万元。")
    assert "loan_date" not in read(several) and "monthly_rate" in read(several)
    assert "loan_date" not in read(JUDGMENT.replace("2021年5月6日，李雷向", "2021年5月，李雷向"))


def judged(right: int, wrong: int, *, claimed: bool = False) -> list[tuple[SuitValue, str | None]]:
    said = Found(field="loan_date", start=0, end=1, raw="x", value="2021-05-06", claimed=claimed)
    value = SuitValue(field="loan_date", value=said.value, said=said)
    return [*[(value, "2021-05-06")] * right, *[(value, None)] * wrong]


def test_a_kind_is_trusted_when_fewer_than_one_in_a_hundred_is_wrong() -> None:
    assert trusted(judged(299, 0)) == {("loan_date", "loan_date", False)}
    assert not trusted(judged(298, 0))
    assert trusted(judged(472, 1)) and not trusted(judged(471, 1))
    assert trusted([*judged(299, 0), *judged(299, 30, claimed=True)]) == {("loan_date", "loan_date", False)}


def staged(folder: Path, papers: int, answered: int) -> list[tuple[Any, ...]]:
    """Loan days of papers, of which the first are confirmed; the last one is badly legible."""
    lines = JUDGMENT.splitlines()
    for name, score in (("good", "0.990"), ("bad", "0.700")):
        write_rows((RawRow("1", n, [line, score]) for n, line in enumerate(lines, 1)), folder / name)
    kept = [
        KeptFile(batch="b", name="a", sha256=f"{n:064}", size=1, kind="document", known=None, given=False)
        for n in range(papers)
    ]
    known = dt.date(2025, 1, 1)
    some = [Paper(file=file, known=known, path=folder / "good") for file in kept[:-1]]
    some.append(Paper(file=kept[-1], known=known, path=folder / "bad"))
    answers = [ValueAnswer(sha256=file.sha256, field="loan_date", said="2021-05-06") for file in kept[:answered]]
    connection = duckdb.connect()
    stage_papers(connection, some, answers)
    query = "select value, waits from paper_values where field = 'loan_date' order by paper"
    return connection.execute(query).fetchall()


def test_values_wait_until_persons_have_seen_enough_of_them(tmp_path: Path) -> None:
    assert staged(tmp_path, 3, 1) == [("2021-05-06", False), (None, True), (None, True)]


@pytest.mark.slow
def test_values_follow_those_that_persons_have_seen_but_not_where_letters_are_unsure(tmp_path: Path) -> None:
    values = staged(tmp_path, 301, 299)
    assert values[299:] == [("2021-05-06", False), (None, True)]


@pytest.fixture
def tables(deliver: Deliver, tmp_path: Path) -> Path:
    """Tables of a batch with lists, one of which says that the defendant did not defend himself, and a judgment."""
    raw = deliver("2025Q4/ledger.csv", [LEDGER, CASE])
    deliver("2025Q4/suits.csv", [(*SUITS, "是否抗辩"), (*SUIT, "否")])
    (raw / "2026Q1").mkdir()
    (raw / "2026Q1" / "判决.txt").write_text(JUDGMENT, encoding="utf-8")
    intake(raw, tmp_path / "tables")
    return tmp_path / "tables"


def filled(tables: Path, said: dict[str, str]) -> Path:
    path = tables.parent / "review.xlsx"
    write_review(tables, path)
    book = openpyxl.load_workbook(path)
    for row in book["裁判文书"].iter_rows(min_row=2):
        row[7].value = said.get(str(row[3].value))
    book.save(path)
    return path


def suits(tables: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(tables / "suits.parquet").to_pylist()
    return rows


@pytest.mark.slow
def test_what_a_person_saw_goes_into_suits_from_the_day_of_the_paper(tables: Path) -> None:
    (before,) = suits(tables)
    assert before["loan_date"] is None and before["defended_flag"] is False
    said = {"借款日期": "对", "应还款日期": "未写明", "月利率": "1.5%"}
    outcome = answer(tables, filled(tables, said))
    assert outcome.unseen == 1 and check(tables).passed  # cash; of the defence the list says something
    first, second = suits(tables)
    assert first == before and second["known_at"] == dt.date(2026, 3, 31)
    assert second["loan_date"] == dt.date(2021, 5, 6) and second["monthly_rate"] == 0.015
    assert second["due_date"] is None and second["cash_delivery_flag"] is None
    assert second["defended_flag"] is False  # as the list says
    values = {row["field"]: row for row in pq.read_table(tables / "intake" / "suit_values.parquet").to_pylist()}
    assert values["loan_date"]["file"] == "判决.txt" and values["loan_date"]["case_id"] == SUIT[0]
    assert JUDGMENT[values["loan_date"]["start"] : values["loan_date"]["end"]] == "2021年5月6日"


@pytest.mark.slow
def test_answers_hold_when_the_paper_comes_again_and_go_with_it(tables: Path) -> None:
    answer(tables, filled(tables, {"借款日期": "2021-05-08"}))
    assert [row["loan_date"] for row in suits(tables)] == [None, dt.date(2021, 5, 8)]
    raw = tables.parent / "more"
    (raw / "2026Q2").mkdir(parents=True)
    (raw / "2026Q2" / "again.txt").write_text(JUDGMENT, encoding="utf-8")
    intake(raw, tables)
    assert [row["loan_date"] for row in suits(tables)] == [None, dt.date(2021, 5, 8)]
    undo(tables, "2026Q1")
    assert [row["known_at"] for row in suits(tables)][1:] == [dt.date(2026, 6, 30)]


@pytest.mark.slow
def test_an_answer_that_is_no_value_changes_nothing(tables: Path) -> None:
    with pytest.raises(DataError, match="'也许' is no answer"):
        answer(tables, filled(tables, {"借款日期": "也许"}))
    assert len(suits(tables)) == 1
