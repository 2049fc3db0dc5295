"""zbrisk clues: the list from start to end, and setting a clue aside."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

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


WRONG: tuple[dict[str, object], ...] = (
    {"结果": "已查"}, {"结果": None}, {"启动日期": "去年"}, {"启动日期": None}, {"启动日期": "2024-02-30"},
    {"办结日期": "2024-01-01"}, {"办结日期": "2031-01-01"}, {"查得金额": "一万"}, {"查得金额": -5}, {"程度": "严重"},
    {"类型": "长" * 300}, {"编号": "999-1"}, {"结果": "排除", "经核实涉及": "原告"},
)  # fmt: skip
PLANTED = 100


@pytest.mark.slow
def test_a_list_comes_back_and_the_next_model_learns_from_it(made_up: Office, zbrisk: Invoke, tmp_path: Path) -> None:
    words = ["clues", made_up.tables, "--as-of", DAY, "--model", made_up.bundle, "--weak", "--out", tmp_path / "l.xlsx"]
    assert zbrisk(*words).exit_code == 0
    book = load_workbook(tmp_path / "l.xlsx")
    sheet = book["案件"]
    column = {cell.value: cell.column for cell in sheet[1]}
    right = {"启动日期": "2024年7月2日", "办结日期": dt.date(2024, 8, 1)}
    for number in range(2, sheet.max_row + 1):
        wrong = WRONG[number % len(WRONG)] if number - 2 < PLANTED else {}
        for heading, value in ({"结果": "查实" if number % 3 else "排除"} | right | wrong).items():
            sheet.cell(number, column[heading], value)
    book.save(tmp_path / "filled.xlsx")
    written = zbrisk("clues", "import", tmp_path / "filled.xlsx", "--out", tmp_path / "new.parquet")
    assert written.exit_code == 1 and len(written.stdout.splitlines()) == PLANTED
    told = [(number, _told(WRONG[number % len(WRONG)])) for number in range(2, PLANTED + 2)]
    cells = {f"案件!{get_column_letter(column[heading])}{number}" for number, heading in told}
    assert {line.partition(":")[0] for line in written.stdout.splitlines()} == cells
    new = pd.read_parquet(tmp_path / "new.parquet")
    assert len(new) == sheet.max_row - 1 - PLANTED > 50
    tables = tmp_path / "tables"
    shutil.copytree(made_up.tables, tables)
    old = pd.read_parquet(tables / "review_outcomes.parquet")
    pd.concat([old, new.assign(known_at=new["decided_date"])]).to_parquet(tables / "review_outcomes.parquet")
    assert zbrisk("check", tables).exit_code == 0
    again = ["train", tables, "--until", "2024-09-01", "--out", tmp_path / "bundle", "--recipe", made_up.recipe]
    assert zbrisk(*again, "--signals", made_up.signals, "--no-report").exit_code == 0


def _told(wrong: dict[str, object]) -> str:
    """The cell that is named where several were filled in."""
    return "经核实涉及" if "经核实涉及" in wrong else next(iter(wrong))


def test_an_import_never_replaces_outcomes(zbrisk: Invoke, tmp_path: Path) -> None:
    (tmp_path / "there.csv").write_text("x")
    said(zbrisk("clues", "import", tmp_path / "f.xlsx", "--out", tmp_path / "there.csv"), "would be lost", "new file")
    said(
        zbrisk("clues", "import", tmp_path / "f.xlsx", "--out", tmp_path / "new.csv"), "cannot be read", "zbrisk clues"
    )


def test_refusals(made_up: Office, zbrisk: Invoke, tmp_path: Path, verdicts: Path) -> None:
    words = ["clues", made_up.tables, "--as-of", DAY, "--out", tmp_path / "c.csv"]
    said(zbrisk(*words), "Clues of what", "--model")
    said(zbrisk(*words[:-1], tmp_path / "c.txt", "--checkpoints", verdicts), "no clue list", ".xlsx")
    said(zbrisk(*words, "--checkpoints", made_up.tables / "cases.parquet"), "no verdicts")
    other = ["clues", made_up.tables, "--as-of", "2024-06-30", "--out", tmp_path / "c.csv", "--checkpoints", verdicts]
    said(zbrisk(*other), "of 2024-07-01, not of 2024-06-30")
    aside = ["--case", "c", "--target", "x", "--author", "a", "--reason", "r", "--until", "2024-07-01"]
    said(zbrisk("clues", "snooze", "--file", tmp_path / "s.csv", *aside), "no target 'x'", "concealed_assets")
