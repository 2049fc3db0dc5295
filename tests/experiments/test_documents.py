from __future__ import annotations

import json
from hashlib import sha1
from pathlib import Path
from typing import Any

import pytest

from experiments.documents.command import page
from experiments.documents.judging import (
    FIELDS,
    agreement,
    items_marked,
    items_read,
    judged,
    load_marks,
    texts_of,
)  # fmt: skip
from zbrisk.errors import DataError
from zbrisk.intake.documents.grammar import read_document

TEXT = (
    "原告：赵甲，男。委托代理人：李丁，浙江越律师事务所律师。被告：钱乙，男。\n\n"
    "赵甲提出诉讼请求：判令钱乙归还借款30000元。被告钱乙未到庭。本院认定事实如下：2019年3月4日，钱乙向赵甲借款30000元。"
)
MARKS: dict[str, Any] = {
    "parties": [{"role": "plaintiff", "at": [3, 5]}, {"role": "defendant", "at": [31, 33]}],
    "agents": [{"at": [14, 16], "kind": "lawyer", "firm": [17, 25], "acts_for": [0]}],
    "claim": 30000, "loan_dates": ["2019-03-04"], "absent": True, "answered": False,
}  # fmt: skip


def written(folder: Path, **more: Any) -> Path:
    """A file with the marks of one line of texts.jsonl."""
    one = {"id": "texts.jsonl#a", "sha1": sha1(TEXT.encode()).hexdigest()[:10], "part": "held", "first": MARKS}
    path = folder / "marks.json"
    path.write_text(json.dumps([{**one, **more}]), encoding="utf-8")
    return path


def shares(marks: dict[str, Any]) -> dict[str, tuple[int, int, int]]:
    """Marked, read and right by field."""
    scores = judged([(items_marked(marks, TEXT), items_read(read_document(TEXT)))])
    return {score.field: (score.marked, score.read, score.right) for score in scores}


def test_marks_that_are_read_count_as_right() -> None:
    assert shares(MARKS) == {
        "parties": (2, 2, 2), "agents": (1, 1, 1), "claim": (1, 1, 1), "loan_dates": (1, 1, 1), "absent": (1, 1, 1)
    }  # fmt: skip


def test_each_kind_of_difference_counts_against_the_reader() -> None:
    party = [{"role": "defendant", "at": [3, 5]}, {"role": "defendant", "at": [31, 33]}]
    assert shares({**MARKS, "parties": party})["parties"] == (2, 2, 1)
    agent = [{**MARKS["agents"][0], "acts_for": [1]}]
    assert shares({**MARKS, "agents": agent})["agents"] == (1, 1, 0)
    assert shares({**MARKS, "claim": 20000, "due": "2020-01-01"})["claim"] == (1, 1, 0)
    assert shares({**MARKS, "due": "2020-01-01"})["due"] == (1, 0, 0)
    assert shares({**MARKS, "absent": False})["absent"] == (0, 1, 0)


def test_what_is_skipped_is_judged_neither_way() -> None:
    assert "claim" not in shares({**MARKS, "claim": "skip"})


def test_shares_have_exact_intervals() -> None:
    (row,) = [line for line in page(judged([(items_marked(MARKS, TEXT),) * 2])).splitlines() if "claim" in line]
    assert row == "| claim | 1 of 1: 1.00 (0.03 to 1.00) | 1 of 1: 1.00 (0.03 to 1.00) |"


def test_two_readings_agree_where_they_say_the_same(tmp_path: Path) -> None:
    settled = {"claim": {"value": "skip", "why": "two sums are named"}}
    (one,) = load_marks(written(tmp_path, second={"claim": 20000}, settled=settled))
    assert one.second is not None and one.settled["claim"] == "skip" and one.settled["absent"]
    equal = agreement([(items_marked(one.first, TEXT), items_marked(one.second, TEXT))])
    assert (equal["claim"], equal["absent"], equal["due"]) == ((0, 1), (1, 1), (0, 0))


def test_what_was_read_once_has_no_second_reading(tmp_path: Path) -> None:
    assert [one.second for one in load_marks(written(tmp_path))] == [None]


def test_texts_that_are_missing_or_changed_are_named(tmp_path: Path) -> None:
    marks = load_marks(written(tmp_path))
    with pytest.raises(DataError, match="lacks 1 of the 1"):
        texts_of(marks, tmp_path)
    lines = tmp_path / "texts.jsonl"
    lines.write_text(json.dumps({"doc_id": "a", "text": TEXT}), encoding="utf-8")
    assert texts_of(marks, tmp_path) == {"texts.jsonl#a": TEXT}
    lines.write_text(json.dumps({"doc_id": "a", "text": TEXT + "。"}), encoding="utf-8")
    with pytest.raises(DataError, match="not as they were marked"):
        texts_of(marks, tmp_path)


def test_the_marks_of_the_project_are_whole_and_copy_no_text() -> None:
    marks = load_marks()
    assert [sum(one.part == part for one in marks) for part in ("development", "held", "fresh")] == [20, 20, 20]
    for one in marks:
        assert {*one.first, *(one.second or {})} <= {*FIELDS}
        assert not any("\u4e00" <= letter <= "\u9fff" for letter in json.dumps(one.first, ensure_ascii=False))
