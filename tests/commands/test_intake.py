from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from tests.commands.conftest import Invoke, Office
from tests.intake.lists import CASE, LEDGER, as_csv, changed
from zbrisk.commands import app


def arrived(tmp_path: Path, *rows: tuple[str, ...]) -> Path:
    raw = tmp_path / "raw"
    (raw / "2025Q4").mkdir(parents=True)
    (raw / "2025Q4" / "ledger.csv").write_bytes(as_csv([LEDGER, *rows]))
    return raw


def test_what_is_understood_is_taken_in_and_exits_with_0(tmp_path: Path) -> None:
    raw, out = arrived(tmp_path, CASE), tmp_path / "tables"
    result = CliRunner().invoke(app, ["intake", str(raw), "--out", str(out)])
    assert result.exit_code == 0, result.output
    assert "ledger.csv" in result.stdout
    assert CliRunner().invoke(app, ["check", str(out)]).exit_code == 0


def test_what_waits_for_a_person_exits_with_3_and_is_written(tmp_path: Path) -> None:
    raw, out = arrived(tmp_path, CASE, changed(CASE, LEDGER, 立案日期="5月3日")), tmp_path / "tables"
    result = CliRunner().invoke(app, ["intake", str(raw), "--out", str(out)])
    assert result.exit_code == 3
    assert (out / "intake" / "report.html").is_file()


def test_what_cannot_be_read_exits_with_1_and_writes_nothing(tmp_path: Path) -> None:
    raw, out = arrived(tmp_path), tmp_path / "tables"
    result = CliRunner().invoke(app, ["intake", str(raw), "--out", str(out)])
    assert result.exit_code == 1 and "No row of cases" in result.stderr
    assert not out.exists()
    assert "no folder" in CliRunner().invoke(app, ["intake", str(tmp_path / "x"), "--out", str(out)]).stderr


def test_look_says_what_lies_there_and_writes_nothing(tmp_path: Path) -> None:
    raw = arrived(tmp_path, CASE)
    before = sorted(tmp_path.rglob("*"))
    result = CliRunner().invoke(app, ["intake", "look", str(raw)])
    assert result.exit_code == 0 and "enforcement_cases" in result.stdout and "2025-12-31" in result.stdout
    assert sorted(tmp_path.rglob("*")) == before


def test_look_says_what_a_list_lacks(tmp_path: Path) -> None:
    raw = arrived(tmp_path)
    (raw / "2025Q4").mkdir(exist_ok=True)
    (raw / "2025Q4" / "flow.csv").write_bytes(as_csv([["交易时间", "收/支", "金额(元)", "交易对方", "备注"]]))
    result = CliRunner().invoke(app, ["intake", "look", str(raw), "--json"])
    assert {"账号", "户名"} == {word for seen in json.loads(result.stdout) for word in seen["lacking"]}


@pytest.mark.slow
def test_undo_takes_a_batch_out_again(tmp_path: Path) -> None:
    raw, out = arrived(tmp_path, CASE), tmp_path / "tables"
    (raw / "2025Q3").mkdir()
    (raw / "2025Q3" / "old.csv").write_bytes(as_csv([LEDGER, changed(CASE, LEDGER, 案由="x")]))
    CliRunner().invoke(app, ["intake", str(raw), "--out", str(out)])
    result = CliRunner().invoke(app, ["intake", "undo", str(out), "--batch", "2025Q4"])
    assert result.exit_code == 0 and "2025Q4" not in result.stdout


@pytest.mark.slow
def test_rank_works_on_what_was_taken_in(made_up: Office, zbrisk: Invoke, tmp_path: Path) -> None:
    other = changed(CASE, LEDGER, 案号="（2024）浙9602执2号", 结案方式="执行完毕")
    raw, out = arrived(tmp_path, CASE, other), tmp_path / "tables"
    zbrisk("intake", raw, "--out", out)
    words = ["--model", made_up.bundle, "--as-of", "2026-01-01", "--out", tmp_path / "clues.parquet"]
    result = zbrisk("rank", out, *words)
    assert result.exit_code == 0, result.stderr
    assert pd.read_parquet(tmp_path / "clues.parquet")["case_id"].unique().tolist() == [CASE[0]]
