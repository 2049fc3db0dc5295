"""A list that comes back filled in: what is right becomes outcomes, what is wrong is named by its cell."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from tests.clues.test_worklist import DAY, docket, model, rule
from tests.support.story import CONTRACT
from zbrisk.clues.worklist import build_worklist
from zbrisk.clues.worklist_file import write_worklist
from zbrisk.errors import DataError
from zbrisk.intake.filled_worklist import Filled, read_filled_worklist

OPENED, DECIDED = dt.date(2024, 2, 1), dt.date(2024, 3, 1)
RIGHT = {"结果": "查实", "启动日期": OPENED, "办结日期": DECIDED}


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Entry 1 holds E1 and E2 of one debtor (its matter is hidden assets), entry 2 holds E3."""
    world = docket()
    clues = [model("E1", level="很高"), model("E2", level="较高"), rule("E1"), model("E3", level="较高")]
    path = tmp_path_factory.mktemp("list") / "list.xlsx"
    return write_worklist(build_worklist(world, clues, DAY), path, world)


def filled(blank: Path, folder: Path, sheet: str, *rows: dict[str, Any], first: int = 2) -> Filled:
    """The list with these cells filled in, from a row of a sheet downwards."""
    book = load_workbook(blank)
    column = {cell.value: cell.column for cell in book[sheet][1]}
    for number, row in enumerate(rows, first):
        for heading, value in row.items():
            book[sheet].cell(number, column[heading], value)
    book.save(folder / "filled.xlsx")
    return read_filled_worklist(folder / "filled.xlsx", CONTRACT)


def test_an_empty_list_has_no_outcome(blank: Path, tmp_path: Path) -> None:
    found = filled(blank, tmp_path, "线索清单")
    assert found.outcomes.empty and not found.refused


def test_a_result_of_an_entry_holds_for_its_matter_in_every_case(blank: Path, tmp_path: Path) -> None:
    found = filled(blank, tmp_path, "线索清单", RIGHT)
    assert not found.refused
    assert found.outcomes[["case_id", "target", "result", "selected_by"]].values.tolist() == [
        ["E1", "concealed_assets", "confirmed", "model"],
        ["E2", "concealed_assets", "confirmed", "model"],
    ]
    assert found.outcomes["opened_date"].tolist() == [OPENED, OPENED] and found.outcomes["outcome_id"].is_unique


def test_a_case_s_own_result_goes_before_its_entry_s(blank: Path, tmp_path: Path) -> None:
    book = load_workbook(blank)
    cases = {row[0].value: row[0].row for row in book["案件"].iter_rows(min_row=2)}
    matters = {row[0].value: (row[2].value, row[4].value) for row in book["案件"].iter_rows(min_row=2)}
    code = next(code for code, about in matters.items() if about == ("E2", "隐匿财产"))
    breach = next(code for code, about in matters.items() if about == ("E1", "终本合法性"))
    filled(blank, tmp_path, "线索清单", RIGHT)
    own = {**RIGHT, "结果": "排除"}
    filled(tmp_path / "filled.xlsx", tmp_path, "案件", own, first=cases[code])
    found = filled(tmp_path / "filled.xlsx", tmp_path, "案件", {**RIGHT, "程度": "瑕疵"}, first=cases[breach])
    said = {(row.case_id, row.target): row.result for row in found.outcomes.itertuples()}
    assert said == {
        ("E1", "concealed_assets"): "confirmed",
        ("E2", "concealed_assets"): "refuted",
        ("E1", "unlawful_termination"): "confirmed",
    }
    (checked,) = found.outcomes[found.outcomes["target"] == "unlawful_termination"].itertuples()
    assert (checked.selected_by, checked.checkpoint, checked.severity) == ("rule", "R-18", "defect")


@pytest.mark.parametrize(
    ("cells", "column", "said"),
    [
        ({"结果": "已查"}, "结果", "查实、排除、尚不能确定"),
        ({"结果": None}, "结果", "no result"),
        ({"启动日期": "去年"}, "启动日期", "is no day"),
        ({"启动日期": None}, "启动日期", "no day"),
        ({"启动日期": "2024-02-30"}, "启动日期", "is no day"),
        ({"办结日期": dt.date(2024, 1, 1)}, "办结日期", "before it began"),
        ({"办结日期": dt.date(2031, 1, 1)}, "办结日期", "has not come"),
        ({"查得金额": "一万"}, "查得金额", "no amount"),
        ({"查得金额": -5}, "查得金额", "0 or more"),
        ({"结果": "排除", "经核实涉及": "原告"}, "经核实涉及", "nothing was confirmed"),
        ({"程度": "严重"}, "程度", "none of the words"),
        ({"类型": "长" * 300}, "类型", "300 letters"),
        ({"编号": "9-9"}, "编号", "9-9"),
    ],
)
def test_a_wrong_row_is_named_by_its_cell(
    blank: Path, tmp_path: Path, cells: dict[str, Any], column: str, said: str
) -> None:
    found = filled(blank, tmp_path, "案件", {**RIGHT, **cells})
    letter = next(c.column_letter for c in load_workbook(blank)["案件"][1] if c.value == column)
    (refused,) = found.refused
    assert refused.cell == f"案件!{letter}2" and said in f"{refused.problem} {refused.cure}"
    assert found.outcomes.empty


def test_days_are_read_as_people_write_them(blank: Path, tmp_path: Path) -> None:
    found = filled(blank, tmp_path, "线索清单", {**RIGHT, "启动日期": "2024年2月1日", "办结日期": "2024/3/1"})
    assert found.outcomes["opened_date"].tolist() == [OPENED] * 2 and not found.refused


@pytest.mark.parametrize("sheet", ["线索清单", "案件", "勿改"])
def test_a_workbook_without_its_sheets_is_no_list(blank: Path, tmp_path: Path, sheet: str) -> None:
    book = load_workbook(blank)
    del book[sheet]
    book.save(tmp_path / "x.xlsx")
    with pytest.raises(DataError, match=sheet):
        read_filled_worklist(tmp_path / "x.xlsx", CONTRACT)


def test_what_is_no_workbook_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").write_text("no")
    with pytest.raises(DataError, match="cannot be read"):
        read_filled_worklist(tmp_path / "x.xlsx", CONTRACT)
    Workbook().save(tmp_path / "y.xlsx")
    with pytest.raises(DataError, match="lacks the sheet"):
        read_filled_worklist(tmp_path / "y.xlsx", CONTRACT)
