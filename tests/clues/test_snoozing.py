"""Clues set aside: added safely, in force until their day."""

from __future__ import annotations

import datetime as dt
import resource
import signal
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.accidents import KINDS, at_once, contents, struck
from zbrisk.clues.safe_cell import quoted, starts_formula, unquoted
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


def test_a_formula_is_none_in_the_file_and_itself_when_it_is_read(tmp_path: Path) -> None:
    snooze(tmp_path / "s.csv", replace(ONE, reason="=1+1"))
    assert ",'=1+1," in (tmp_path / "s.csv").read_text("utf-8")
    assert read_snoozes(tmp_path / "s.csv")[0].reason == "=1+1"


NASTY = st.text(
    st.one_of(st.sampled_from("'=+-@|%＝ \t\r\n,;\"\u200b\u202e\ufeffC1"), st.characters(exclude_categories=["Cs"])),
    min_size=1,
    max_size=12,
).filter(str.strip)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(NASTY, NASTY, NASTY), min_size=1, max_size=3))
def test_every_text_is_read_again_as_it_was_given(tmp_path: Path, texts: list[tuple[str, str, str]]) -> None:
    path = tmp_path / "s.csv"
    path.unlink(missing_ok=True)
    entries = [replace(ONE, case_id=case, author=author, reason=reason) for case, author, reason in texts]
    for entry in entries:
        snooze(path, entry)
    assert read_snoozes(path) == entries


@settings(max_examples=500)
@given(NASTY)
def test_a_quoted_text_starts_no_formula_and_comes_back(text: str) -> None:
    assert not starts_formula(quoted(text)) and unquoted(quoted(text)) == text


def test_a_file_with_its_columns_in_another_order_is_added_to_in_that_order(tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    path.write_text("until,note,reason,author,target,case_id\n2024-01-01,x,r,a,t,C0\n")
    snooze(path, ONE)
    assert read_snoozes(path)[1] == ONE


def test_a_full_disk_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    snooze(path, ONE)
    before = contents(tmp_path)

    def work() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        size = path.stat().st_size + 20
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
        snooze(path, replace(ONE, case_id="E2"))

    assert struck(work, None)[0] == 1
    assert contents(tmp_path) == before
    snooze(path, replace(ONE, case_id="E2"))
    assert len(read_snoozes(path)) == 2


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("entries", [0, 1])
def test_old_or_new_stands_after_an_accident_at_any_point(tmp_path: Path, kind: str, entries: int) -> None:
    path, point, reached = tmp_path / "s.csv", 0, True
    while reached:
        point += 1
        path.unlink(missing_ok=True)
        for _ in range(entries):
            snooze(path, ONE)
        _, reached = struck(lambda: snooze(path, replace(ONE, case_id="E2")), kind, point)
        there = read_snoozes(path) if path.exists() else []
        assert there in ([ONE] * entries, [ONE] * entries + [replace(ONE, case_id="E2")])
        snooze(path, replace(ONE, case_id="E3"))
        assert len(read_snoozes(path)) == len(there) + 1
        assert list(contents(tmp_path)) == ["s.csv"]
    assert point > 8


def test_many_at_once_lose_nothing(tmp_path: Path) -> None:
    path, each = tmp_path / "s.csv", 5

    def work(who: int) -> None:
        for number in range(each):
            snooze(path, replace(ONE, case_id=f"E{who}-{number}"))

    assert at_once(*(partial(work, who) for who in range(4))) == [0] * 4
    assert len({entry.case_id for entry in read_snoozes(path)}) == 4 * each
    assert list(contents(tmp_path)) == ["s.csv"]


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
