"""Clues set aside: added safely, in force until their day."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from zbrisk.clues.snoozing import Snooze, read_snoozes, snooze, snoozed_on
from zbrisk.errors import DataError

ONE = Snooze(
    case_id="E1", target="concealed_assets", author="王检察官", reason="等待, 银行回函", until=dt.date(2024, 6, 1)
)


def test_entries_are_added_at_the_end(tmp_path: Path) -> None:
    path = tmp_path / "new" / "s.csv"
    snooze(path, ONE)
    before = path.read_bytes()
    snooze(path, replace(ONE, case_id="E2"))
    assert path.read_bytes().startswith(before)
    assert read_snoozes(path) == [ONE, replace(ONE, case_id="E2")]


def test_a_file_without_a_last_line_end_is_not_broken(tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    snooze(path, ONE)
    path.write_bytes(path.read_bytes().rstrip(b"\r\n"))
    snooze(path, replace(ONE, case_id="E2"))
    assert [entry.case_id for entry in read_snoozes(path)] == ["E1", "E2"]


def test_an_expired_snooze_counts_no_more() -> None:
    assert snoozed_on([ONE], dt.date(2024, 5, 31)) == {("E1", "concealed_assets")}
    assert snoozed_on([ONE], dt.date(2024, 6, 1)) == set()


def test_a_formula_stays_a_text(tmp_path: Path) -> None:
    snooze(tmp_path / "s.csv", replace(ONE, reason="=1+1"))
    assert read_snoozes(tmp_path / "s.csv")[0].reason == "'=1+1"


@pytest.mark.parametrize("field", ["case_id", "author", "reason"])
def test_nothing_may_be_empty(tmp_path: Path, field: str) -> None:
    with pytest.raises(DataError, match=f"{field} of the snooze is empty"):
        snooze(tmp_path / "s.csv", replace(ONE, **{field: " "}))
    assert not (tmp_path / "s.csv").exists()


def test_another_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(DataError, match="lacks case_id"):
        snooze(path, ONE)
    assert path.read_text() == "a,b\n1,2\n"


def test_a_day_that_is_none_is_told_with_its_row(tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    path.write_text("case_id,target,author,reason,until\nE1,t,a,r,soon\n")
    with pytest.raises(DataError, match="row 2: until 'soon'"):
        read_snoozes(path)
