"""Links as files: masked for people, whole for programs."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.linking.world import linked
from tests.support.story import CONTRACT, mother, person, petition, role, row, suit, told
from zbrisk.errors import DataError
from zbrisk.linking import Links
from zbrisk.linking.listing import write_links


@pytest.fixture(scope="module")
def links() -> Links:
    """D owes W in another case, his mother sues, an office tower is shared, and somebody petitions."""
    tower = "柯桥路88号"
    return linked(
        person("D", name="王建国", phone_hash="a1b2c3d4e5"),
        person("A", address=tower),
        person("Z", address=tower),
        suit("N1", "2021-05-01", "W", "D", cause="=1+1"),
        mother("K"),
        suit("N2", "2021-06-01", "K", "Q"),
        *(told(suit(f"T{i}", "2021-05-01", "P", "Q"), role(f"T{i}", "Z", "third")) for i in range(13)),
        petition("delay", "2023-02-01", petition_id="1", party_id="A", text="请联系13812345678"),
        row("cases", case_id="N1", case_no="（2021）浙9602民初1号"),
    )


def test_csv_lists_cases_in_order_and_masked(links: Links, tmp_path: Path) -> None:
    path = write_links(links, tmp_path / "l.csv", CONTRACT)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = {line["案件编号"]: line for line in csv.DictReader(file)}
    assert list(rows) == ["S", "N2", "N1"]
    assert rows["N1"]["案号"] == "（2021）浙9602民初1号"
    assert rows["N1"]["关联依据"] == "同一被执行人：王某在该案中也是被告"
    assert rows["N1"]["证据"] == "案件当事人 N1|D|defendant"
    assert rows["N1"]["状态"] == "未结"
    assert "父母子女" in rows["N2"]["关联依据"]


def test_workbook_has_petitions_and_what_was_left_out(links: Links, tmp_path: Path) -> None:
    book = load_workbook(write_links(links, tmp_path / "l.xlsx", CONTRACT))
    assert book.sheetnames == ["关联案件", "信访热线", "因过于常见未列入"]
    assert [cell.value for cell in book["因过于常见未列入"][2]] == ["同一地址", "柯桥路**号", 13, 12]
    assert "请联系138****5678" in [cell.value for cell in book["信访热线"][2]]


def test_page_holds_no_name_and_no_number(links: Links, tmp_path: Path) -> None:
    page = write_links(links, tmp_path / "l.html", CONTRACT).read_text(encoding="utf-8")
    assert "王某" in page and "涉及 13 件" in page
    assert not any(secret in page for secret in ("王建国", "13812345678", "柯桥路88号"))


def test_json_and_frame_hold_everything(links: Links, tmp_path: Path) -> None:
    document = json.loads(write_links(links, tmp_path / "l.json", CONTRACT).read_text(encoding="utf-8"))
    assert [case["case_id"] for case in document["cases"]] == ["S", "N2", "N1"]
    assert document["cases"][2]["ties"][0]["through"] == "D"
    frame = links.frame()
    assert frame["other_id"].tolist().count("N1") == 1
    assert json.loads(frame["evidence"].iloc[-1]) == [{"table": "case_parties", "key": "N1|D|defendant"}]


def test_another_ending_is_refused(links: Links, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no list of links"):
        write_links(links, tmp_path / "l.doc", CONTRACT)
