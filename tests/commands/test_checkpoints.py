from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

from tests.checkpoints.trial import listed
from tests.commands.conftest import Invoke, said
from tests.support.story import action, person, row, tables_of, told
from zbrisk.checkpoints import VERDICT_COLUMNS

DAY = "2024-01-01"
ID_NUMBER = "330602198001011231"


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One terminated case."""
    return _written(tmp_path_factory.mktemp("tables"), "x")


def _written(folder: Path, *scenes: str) -> Path:
    """In each a late notice, a report that came after its check, a debtor listed though he has paid."""
    folder.mkdir(exist_ok=True)
    debtor = person("D", name="王建国", id_no=ID_NUMBER)
    rows = told(
        debtor,
        row("cases", case_id="E", case_no="（2022）浙0602执1234号"),
        listed("2022-07-01"),
        action("performed", "2023-01-19"),
        action("enforcement_notice", "2022-06-20"),
        action("report_verified", "2022-06-10"),
        action("report_received", "2022-06-20"),
    )
    for name, frame in tables_of({scene: ("", rows) for scene in scenes}, ("property_queries",)).items():
        (
            pd.DataFrame(frame)
            if frame
            else pd.DataFrame(columns=["query_id", "case_id", "party_id", "asset_class", "query_date"])
        ).to_csv(folder / f"{name}.csv", index=False)
    return folder


def test_writes_every_verdict(tables: Path, zbrisk: Invoke, tmp_path: Path) -> None:
    out = tmp_path / "v.parquet"
    result = zbrisk("checkpoints", tables, "--as-of", DAY, "--out", out)
    assert result.exit_code == 0
    verdicts = pd.read_parquet(out)
    assert tuple(verdicts.columns) == VERDICT_COLUMNS
    assert verdicts["case_id"].unique().tolist() == ["x/E"]
    assert set(verdicts["verdict"]) == {"fail", "flag", "hint", "unknown", "pass", "not_applicable"}
    assert "启动文书缺失" in result.stdout


@pytest.mark.slow
def test_lists_for_people_hold_breaches_in_chinese(tables: Path, zbrisk: Invoke, tmp_path: Path) -> None:
    out = tmp_path / "v.xlsx"
    assert zbrisk("checkpoints", tables, "--as-of", DAY, "--out", out).exit_code == 0
    heading, *rows = load_workbook(out)["终本合法性"].iter_rows(values_only=True)
    assert heading[:6] == ("案件编号", "案号", "评估日", "方面", "规则", "结论")
    assert {row[5] for row in rows} == {"与规定不符（待核）", "待核"}
    assert {row[1] for row in rows} == {"（2022）浙0602执1234号"}


@pytest.mark.slow
def test_hints_are_listed_where_all_is_asked_for(tables: Path, zbrisk: Invoke, tmp_path: Path) -> None:
    out = tmp_path / "v.csv"
    assert zbrisk("checkpoints", tables, "--as-of", DAY, "--out", out, "--all").exit_code == 0
    hints = [line for line in out.read_text("utf-8-sig").splitlines() if ",仅供参考," in line]
    assert len(hints) == 1
    assert "早于" in hints[0]
    assert "仅供参考" not in zbrisk("checkpoints", tables, "--as-of", DAY, "--case", "x/E").stdout
    assert "仅供参考" in zbrisk("checkpoints", tables, "--as-of", DAY, "--case", "x/E", "--all").stdout


@pytest.mark.slow
def test_credit_repair_list_is_masked(tables: Path, zbrisk: Invoke, tmp_path: Path) -> None:
    out = tmp_path / "repair.csv"
    assert zbrisk("checkpoints", tables, "--as-of", DAY, "--credit-repair", out).exit_code == 0
    text = out.read_text(encoding="utf-8-sig")
    assert "王某" in text and "失信名单" in text and "已履行或和解完毕" in text
    assert "王建国" not in text and ID_NUMBER not in text


def test_one_case_is_read_on_the_terminal(tables: Path, zbrisk: Invoke) -> None:
    result = zbrisk("checkpoints", tables, "--as-of", DAY, "--case", "x/E")
    assert result.exit_code == 0
    assert "R-13" in result.stdout and "待核" in result.stdout


def test_what_it_refuses(tables: Path, zbrisk: Invoke, tmp_path: Path) -> None:
    said(zbrisk("checkpoints", tables, "--as-of", DAY), "Where to?")
    said(zbrisk("checkpoints", tables, "--as-of", "soon", "--out", tmp_path / "v.csv"), "no date")
    said(zbrisk("checkpoints", tables, "--as-of", DAY, "--out", tmp_path / "v.pdf"), "no list")
    said(zbrisk("checkpoints", tables, "--as-of", DAY, "--case", "nobody"), "not known")


@pytest.mark.slow
def test_verdicts_in_shards_are_the_verdicts(zbrisk: Invoke, tmp_path: Path) -> None:
    tables, opened = _written(tmp_path / "tables", *"vwxyz"), tmp_path / "opened"
    assert zbrisk("open", tables, "--out", opened).exit_code == 0
    for ending in ("parquet", "csv"):
        words, written = ["--as-of", DAY, "--all", "--json"], []
        for name, place, more in (("whole", tables, []), ("parts", opened, ["--shards", 2])):
            out, repairs = tmp_path / f"{name}.{ending}", tmp_path / f"{name}-repair.{ending}"
            result = zbrisk("checkpoints", place, *words, "--out", out, "--credit-repair", repairs, *more)
            assert result.exit_code == 0, result.stderr
            written.append((out.read_bytes(), repairs.read_bytes(), json.loads(result.stdout)["counts"]))
        assert written[0] == written[1]
    assert not list(tmp_path.glob("*.shards"))
    said(zbrisk("checkpoints", opened, "--as-of", DAY, "--case", "x/E", "--shards", 2), "--case or --shards")
