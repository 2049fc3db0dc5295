"""Figures of verdicts beside a truth: worked out by hand, and of a small simulated prefecture."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

from experiments.checkpoints_truth.command import checkpoint_page
from experiments.checkpoints_truth.figures import found, judged, other
from experiments.checkpoints_truth.truth import foreign, simulated
from zbrisk.errors import DataError

CASES = list("abcdef")
VERDICTS = pd.DataFrame(
    {
        "case_id": CASES * 2,
        "checkpoint": ["r11"] * 6 + ["r23"] * 6,
        "verdict": ["fail", "flag", "flag", "hint", "unknown", "pass", "flag", "flag", "pass", "pass", "pass", "hint"],
    }
)
BROKEN = pd.DataFrame({"case_id": ["a", "b", "d", "e"], "checkpoint": "r11"})


def test_precision_is_of_each_verdict_with_its_interval() -> None:
    heads, rows = judged(VERDICTS, BROKEN)
    assert heads == ["checkpoint", "verdict", "cases", "right, %"]
    # Wilson's interval of one of two
    assert rows == [
        ["r11", "fail", "1", "100.0 (20.7 to 100.0)"],
        ["r11", "flag", "2", "50.0 (9.5 to 90.5)"],
        ["r11", "hint", "1", "100.0 (20.7 to 100.0)"],
    ]


def test_recall_is_of_what_is_proved_shown_hinted_at_and_beyond_judging() -> None:
    _, rows = found(VERDICTS, BROKEN)
    assert rows == [["r11", "4", "25.0", "50.0", "75.0", "25.0"]]


def test_checkpoints_without_truth_are_counted() -> None:
    assert other(VERDICTS, BROKEN)[1] == [["r23", "0", "2", "1"]]


@pytest.mark.slow
def test_a_simulated_prefecture_has_all_three_tables() -> None:
    page = checkpoint_page(simulated(300, 5), most=120)
    assert page.startswith("120 cases")
    assert "| r11_three_months | fail |" in page
    assert page.count("| --- |") == 3


def test_a_world_without_truth_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="truth"):
        foreign(tmp_path, dt.date(2025, 1, 1))
