"""zbrisk clues: the list from start to end, and setting a clue aside."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from tests.commands.conftest import DAY, Invoke, Office, said


@pytest.fixture
def verdicts(made_up: Office, tmp_path: Path) -> Path:
    """A violation and a flag in cases of the office."""
    cases = pd.read_parquet(made_up.tables / "cases.parquet")
    closed = cases[pd.to_datetime(cases["closed_date"]) < "2024-01-01"]["case_id"].tolist()[:2]
    table = pd.DataFrame({"case_id": closed, "rule": ["R-18", "R-21"], "verdict": ["fail", "flag"], "aspect": [2, 7]})
    table = table.assign(as_of=pd.Timestamp(DAY), severity="H", sentence_zh="查封到期未续", evidence="[]")
    table.to_parquet(tmp_path / "v.parquet", index=False)
    return tmp_path / "v.parquet"


def entries(path: Path) -> pd.DataFrame:
    table = pd.read_parquet(path)
    return table.assign(cases=table["case_ids"].map(json.loads))


def test_models_and_checkpoints_in_one_list(made_up: Office, zbrisk: Invoke, tmp_path: Path, verdicts: Path) -> None:
    words = ["clues", made_up.tables, "--as-of", DAY, "--model", made_up.bundle, "--checkpoints", verdicts]
    out = tmp_path / "c.parquet"
    assert zbrisk(*words, "--top", 20, "--out", out).exit_code == 0
    found = entries(out)
    assert found["source"][0] in ("rule_only", "both") and len(found) <= 21
    reviewed = pd.read_parquet(made_up.tables / "review_outcomes.parquet")
    reviewed = reviewed[pd.to_datetime(reviewed["decided_date"]) < DAY]
    assert not {case for cases in found["cases"] for case in cases} & set(reviewed["case_id"]) - set(found["cases"][0])
    assert zbrisk(*words, "--out", tmp_path / "c.xlsx").exit_code == 0


@pytest.mark.slow
def test_a_snoozed_clue_is_left_out_until_its_day(
    made_up: Office, zbrisk: Invoke, tmp_path: Path, verdicts: Path
) -> None:
    words = ["clues", made_up.tables, "--as-of", DAY, "--checkpoints", verdicts]
    assert zbrisk(*words, "--out", tmp_path / "all.parquet").exit_code == 0
    case = json.loads(pd.read_parquet(tmp_path / "all.parquet")["clues"][0])[0]["case_id"]
    aside = ["--file", tmp_path / "s.csv", "--case", case, "--target", "unlawful_termination"]
    aside += ["--author", "王", "--reason", "等待回函"]
    for until, left in (("2024-07-01", 1), ("2024-07-02", 0)):
        assert zbrisk("clues", "snooze", *aside, "--until", until).exit_code == 0
        assert zbrisk(*words, "--snoozed", tmp_path / "s.csv", "--out", tmp_path / "c.parquet").exit_code == 0
        assert len(entries(tmp_path / "c.parquet")) == left


def test_refusals(made_up: Office, zbrisk: Invoke, tmp_path: Path, verdicts: Path) -> None:
    words = ["clues", made_up.tables, "--as-of", DAY, "--out", tmp_path / "c.csv"]
    said(zbrisk(*words), "Clues of what", "--model")
    said(zbrisk(*words[:-1], tmp_path / "c.txt", "--checkpoints", verdicts), "no clue list", ".xlsx")
    said(zbrisk(*words, "--checkpoints", made_up.tables / "cases.parquet"), "no verdicts")
    other = ["clues", made_up.tables, "--as-of", "2024-06-30", "--out", tmp_path / "c.csv", "--checkpoints", verdicts]
    said(zbrisk(*other), "of 2024-07-01, not of 2024-06-30")
    aside = ["--case", "c", "--target", "x", "--author", "a", "--reason", "r", "--until", "2024-07-01"]
    said(zbrisk("clues", "snooze", "--file", tmp_path / "s.csv", *aside), "no target 'x'", "concealed_assets")
