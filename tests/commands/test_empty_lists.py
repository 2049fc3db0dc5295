"""An empty list is a list: headings, a sentence, and no traceback, whoever writes it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

from tests.commands.conftest import DAY, Invoke, Office, said


@pytest.fixture(scope="module")
def done(made_up: Office, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The office's tables when every case has been reviewed."""
    tables = tmp_path_factory.mktemp("done") / "tables"
    shutil.copytree(made_up.tables, tables)
    cases = pd.read_parquet(tables / "cases.parquet")["case_id"]
    rows = pd.DataFrame({"case_id": cases, "target": "concealed_assets", "result": "refuted"})
    days = {"opened_date": "2024-06-01", "decided_date": "2024-06-28", "known_at": "2024-06-28"}
    rows = rows.assign(outcome_id=[f"x{i}" for i in range(len(cases))], **days)
    rows.to_parquet(tables / "review_outcomes.parquet", index=False)
    petitions = pd.read_parquet(tables / "petitions.parquet")
    early = pd.to_datetime(petitions["received_date"]) < "2024-06-28"
    petitions[early].to_parquet(tables / "petitions.parquet", index=False)
    return tables


ENDINGS = pytest.mark.parametrize(
    "ending", ["csv", *(pytest.param(each, marks=pytest.mark.slow) for each in ("xlsx", "parquet"))]
)


def headings(path: Path) -> list[str]:
    if path.suffix == ".parquet":
        return list(pd.read_parquet(path).columns)
    if path.suffix == ".csv":
        (line,) = path.read_text("utf-8-sig").splitlines()
        return line.split(",")
    (row,) = load_workbook(path).active.values
    return list(row)


@ENDINGS
def test_a_promise_that_cannot_be_kept_is_an_empty_list(
    made_up: Office, zbrisk: Invoke, tmp_path: Path, ending: str
) -> None:
    out = tmp_path / f"c.{ending}"
    words = ["--as-of", DAY, "--success-rate", 0.8, "--out", out]
    result = zbrisk("rank", made_up.tables, "--model", made_up.bundle, *words)
    assert result.exit_code == 0 and "0 clues" in result.stderr
    assert {"等级", "案号", "新事实"} <= set(headings(out)) or {"level", "new_facts"} <= set(headings(out))


@pytest.mark.slow
@ENDINGS
def test_when_everything_is_finished_lists_are_empty(
    made_up: Office, done: Path, zbrisk: Invoke, tmp_path: Path, ending: str
) -> None:
    out, words = tmp_path / f"c.{ending}", ["--model", made_up.bundle, "--as-of", DAY]
    for command in ("rank", "clues"):
        assert zbrisk(command, done, *words, "--out", out).exit_code == 0
        assert headings(out)
    assert zbrisk("rank", done, *words, "--top", 3, "--all", "--out", out).exit_code == 0
    said(zbrisk("rank", done, *words, "--budget", 5, "--out", out), "Every case is finished")


@pytest.mark.slow
def test_an_empty_list_has_no_pages_but_an_index(made_up: Office, done: Path, zbrisk: Invoke, tmp_path: Path) -> None:
    listed = tmp_path / "c.parquet"
    words = ["--model", made_up.bundle, "--as-of", DAY, "--top", 3, "--out", listed]
    assert zbrisk("rank", made_up.tables, *words).exit_code == 0
    # all of them have been reviewed since the list was made
    words = ["explain", done, "--model", made_up.bundle, "--clues", listed]
    assert zbrisk(*words, "--out", tmp_path / "pages").exit_code == 0
    assert "共 0 项" in (tmp_path / "pages" / "index.html").read_text("utf-8")
    assert json.loads(zbrisk(*words, "--json").stdout) == []
    assert "no case" in zbrisk(*words).stderr
    assert zbrisk(*words, "--all", "--out", tmp_path / "all").exit_code == 0
    assert len(list((tmp_path / "all").iterdir())) == 4


def test_a_page_says_what_is_set_aside(made_up: Office, zbrisk: Invoke, tmp_path: Path) -> None:
    case = pd.read_parquet(made_up.tables / "cases.parquet").sort_values("closed_date")["case_id"].iloc[0]
    aside = ["--case", case, "--target", "concealed_assets", "--author", "王", "--reason", "等待回函"]
    zbrisk("clues", "snooze", "--file", tmp_path / "s.csv", *aside, "--until", "2024-09-01")
    words = ["--case", case, "--as-of", DAY, "--snoozed", tmp_path / "s.csv", "--out", tmp_path / "p.html"]
    assert zbrisk("explain", made_up.tables, "--model", made_up.bundle, *words).exit_code == 0
    assert "<dt>搁置</dt><dd>隐匿财产：至 2024-09-01</dd>" in (tmp_path / "p.html").read_text("utf-8")
