from __future__ import annotations

import io
import json
import shutil
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

from tests.commands.conftest import DAY, Invoke, Office, left_in, said
from zbrisk import load_scorer, open_docket
from zbrisk.scoring.clue_table import CLUE_COLUMNS


def test_ranks_the_cohort_of_a_day(made_up: Office, zbrisk: Invoke, tmp_path: Path) -> None:
    out = tmp_path / "clues.parquet"
    result = zbrisk("rank", made_up.tables, "--model", made_up.bundle, "--as-of", DAY, "--top", 7, "--out", out)
    assert result.exit_code == 0
    clues = pd.read_parquet(out)
    assert tuple(clues.columns) == (*CLUE_COLUMNS, "series")
    assert clues["rank"].tolist() == [1, 2, 3, 4, 5, 6, 7]
    assert clues["score"].is_monotonic_decreasing
    assert json.loads(clues["reasons"][0])[0]["signal"] == "tell"


@pytest.mark.slow
def test_moments_take_the_day_that_they_lack_from_as_of(made_up: Office, zbrisk: Invoke, tmp_path: Path) -> None:
    clues = load_scorer(made_up.bundle).rank(open_docket(made_up.tables), as_of="2024-03-01", top=2)
    one, two = clues["case_id"]
    (tmp_path / "m.csv").write_text(f"case_id,as_of\n{one},2024-03-01\n{two},\n")
    out = tmp_path / "clues.parquet"
    words = ["--moments", tmp_path / "m.csv", "--as-of", DAY, "--out", out]
    assert zbrisk("rank", made_up.tables, "--model", made_up.bundle, *words).exit_code == 0
    days = pd.read_parquet(out).set_index("case_id")["as_of"].dt.strftime("%Y-%m-%d").to_dict()
    assert days == {one: "2024-03-01", two: DAY}


@pytest.mark.slow
def test_lists_for_people_have_case_numbers(made_up: Office, zbrisk: Invoke, tmp_path: Path) -> None:
    for name in ("clues.csv", "clues.xlsx"):
        words = ["--model", made_up.bundle, "--as-of", DAY, "--top", 3, "--out", tmp_path / name]
        assert zbrisk("rank", made_up.tables, *words).exit_code == 0
    assert "案号" in (tmp_path / "clues.csv").read_text("utf-8-sig").splitlines()[0]
    rows = list(load_workbook(tmp_path / "clues.xlsx").active.values)
    assert rows[0][:3] == ("排名", "案件编号", "案号")
    assert rows[1][2] == f"({int(rows[1][1][1:])})"  # the office numbers its cases so


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        (["--as-of", "22.11.2026"], ["--as-of: '22.11.2026' is no date", "2026-11-22"]),
        (["--as-of", "1999-01-01"], ["Nothing was known before 1999-01-01", "choose a later day"]),
        (["--moments", "absent.csv"], ["There is no file absent.csv"]),
    ],
)
def test_days_and_moments_that_are_none(
    made_up: Office, zbrisk: Invoke, tmp_path: Path, words: list[str], parts: list[str]
) -> None:
    result = zbrisk("rank", made_up.tables, "--model", made_up.bundle, *words, "--out", tmp_path / "c.parquet")
    said(result, *parts)
    assert left_in(tmp_path) == []


def test_another_ending_is_refused_before_work_begins(made_up: Office, zbrisk: Invoke, tmp_path: Path) -> None:
    result = zbrisk("rank", made_up.tables, "--model", made_up.bundle, "--as-of", DAY, "--out", tmp_path / "c.doc")
    said(result, "c.doc is no clue list", ".parquet, .csv, .xlsx")


@pytest.mark.parametrize("file", ["bundle.json", "program.json", "models/concealed_assets.txt"])
def test_a_bundle_with_one_byte_changed_is_refused(made_up: Office, zbrisk: Invoke, tmp_path: Path, file: str) -> None:
    bundle = tmp_path / "bundle"
    shutil.copytree(made_up.bundle, bundle)
    content = bytearray((bundle / file).read_bytes())
    content[len(content) // 2] ^= 1
    (bundle / file).write_bytes(bytes(content))
    result = zbrisk("rank", made_up.tables, "--model", bundle, "--as-of", DAY, "--out", tmp_path / "c.parquet")
    said(result)
    assert left_in(tmp_path) == ["bundle"]


def test_a_bundle_of_a_newer_format_is_refused(made_up: Office, zbrisk: Invoke, tmp_path: Path) -> None:
    bundle = tmp_path / "bundle"
    shutil.copytree(made_up.bundle, bundle)
    manifest = json.loads((bundle / "bundle.json").read_text("utf-8"))
    (bundle / "bundle.json").write_text(json.dumps(manifest | {"format": 99}), "utf-8")
    result = zbrisk("rank", made_up.tables, "--model", bundle, "--as-of", DAY, "--out", tmp_path / "c.parquet")
    said(result, "format 99", "Install a newer zbrisk")


def test_tables_that_lack_a_column(made_up: Office, zbrisk: Invoke, tmp_path: Path) -> None:
    tables = tmp_path / "tables"
    shutil.copytree(made_up.tables, tables)
    cases = pd.read_parquet(tables / "cases.parquet")
    cases.drop(columns="case_kind").to_parquet(tables / "cases.parquet")
    result = zbrisk("rank", tables, "--model", made_up.bundle, "--as-of", DAY, "--out", tmp_path / "c.parquet")
    said(result, "case_kind", "`zbrisk check` lists all that is wrong")


@pytest.mark.parametrize("content", [b"PAR1 and then nothing", b""])
def test_an_unreadable_file(made_up: Office, zbrisk: Invoke, tmp_path: Path, content: bytes) -> None:
    tables = tmp_path / "tables"
    shutil.copytree(made_up.tables, tables)
    (tables / "petitions.parquet").write_bytes(content)
    result = zbrisk("rank", tables, "--model", made_up.bundle, "--as-of", DAY, "--out", tmp_path / "c.parquet")
    said(result, "petitions.parquet")
    assert left_in(tmp_path) == ["tables"]


def test_a_csv_in_another_encoding(made_up: Office, zbrisk: Invoke, tmp_path: Path) -> None:
    tables = tmp_path / "tables"
    shutil.copytree(made_up.tables, tables)
    (tables / "parties.parquet").unlink()
    (tables / "parties.csv").write_bytes("party_id,party_kind,name\np0,person,王建国\n".encode("gb18030"))
    result = zbrisk("rank", tables, "--model", made_up.bundle, "--as-of", DAY, "--out", tmp_path / "c.parquet")
    said(result, "parties.csv", "UTF-8")


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["c.csv", *(pytest.param(each, marks=pytest.mark.slow) for each in ("c.parquet", "c.xlsx"))]
)
def test_stopping_while_the_list_is_written_leaves_what_was_there(
    made_up: Office, zbrisk: Invoke, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (tmp_path / name).write_text("last week's list")

    def half(self: object, place: Path | io.BytesIO, *args: object, **more: object) -> None:
        place.write(b"half") if isinstance(place, io.BytesIO) else Path(place).write_text("half")
        raise KeyboardInterrupt

    def stopped(*args: object, **more: object) -> None:
        raise KeyboardInterrupt  # the writer has written the first bytes of the file when it was made

    monkeypatch.setattr("pyarrow.parquet.ParquetWriter.write_table", stopped)
    for owner, method in (
        ("pandas.DataFrame", "to_csv"),
        ("openpyxl.Workbook", "save"),
    ):
        monkeypatch.setattr(f"{owner}.{method}", half)
    result = zbrisk("rank", made_up.tables, "--model", made_up.bundle, "--as-of", DAY, "--out", tmp_path / name)
    assert result.exit_code == 130
    assert "nothing half-written" in result.stderr
    assert left_in(tmp_path) == [name]
    assert (tmp_path / name).read_text() == "last week's list"


@pytest.mark.slow
def test_plans_reviews_and_writes_how_they_were_chosen(made_up: Office, zbrisk: Invoke, tmp_path: Path) -> None:
    out, lists = tmp_path / "plan.xlsx", tmp_path / "review_lists.csv"
    words = ["rank", made_up.tables, "--model", made_up.bundle, "--as-of", DAY, "--budget", 20, "--lists", lists]
    assert zbrisk(*words, "--audits", 0.2, "--out", out).exit_code == 0
    heading, *rows = load_workbook(out).active.values
    assert [row[heading.index("选取方式")] for row in rows] == ["模型"] * 16 + ["随机抽查"] * 4
    assert all(row[5] for row in rows[:3])  # reasons
    listed = pd.read_csv(lists)
    assert listed["propensity"].sum() == pytest.approx(20)
    reviewed = pd.read_parquet(made_up.tables / "review_outcomes.parquet")
    done = reviewed[pd.to_datetime(reviewed["decided_date"]) < DAY]
    assert not set(done["case_id"]) & set(listed["case_id"])
    said(zbrisk(*words, "--out", out), "an earlier list would be lost")


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["--lists", "l.csv"], "belong to a plan"),
        (["--budget", 5, "--top", 3], "among all cases"),
        (["--budget", 5, "--quotas", "absent.csv"], "absent.csv cannot be read"),
        (["--budget", 5, "--by", "fame"], "cannot be measured by 'fame'"),
    ],
)
def test_plans_that_are_none(made_up: Office, zbrisk: Invoke, tmp_path: Path, words: list[object], part: str) -> None:
    said(
        zbrisk("rank", made_up.tables, "--model", made_up.bundle, "--as-of", DAY, *words, "--out", tmp_path / "c.csv"),
        part,
    )


def test_no_promise_is_made_without_audits(made_up: Office, zbrisk: Invoke, tmp_path: Path) -> None:
    out = tmp_path / "clues.parquet"
    result = zbrisk(
        "rank", made_up.tables, "--model", made_up.bundle, "--as-of", DAY, "--success-rate", 0.8, "--out", out
    )
    assert result.exit_code == 0
    assert "no list can promise that 80% are confirmed on 0 audits" in " ".join(result.stderr.split())
    assert pd.read_parquet(out).empty


@pytest.mark.parametrize(
    ("words", "part"),
    [((80,), "success rate of 80"), ((0.8, "--top", 5), "Leave out --top"), ((0.8, "--budget", 5), "--budget")],
)
def test_promises_that_are_none(
    made_up: Office, zbrisk: Invoke, tmp_path: Path, words: tuple[object, ...], part: str
) -> None:
    words = ("--success-rate", *words, "--out", tmp_path / "c.csv")
    said(zbrisk("rank", made_up.tables, "--model", made_up.bundle, "--as-of", DAY, *words), part)
