from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from zbrisk.intake.reading import reach
from zbrisk.intake.reading.reach import too_much


@pytest.fixture(autouse=True)
def few_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reach, "MOST_CELLS", 2_000)
    monkeypatch.setattr(reach, "LEAST", 50_000)


def saved(path: Path, cells: dict[str, object]) -> str:
    book = Workbook()
    for address, value in cells.items():
        book.active[address] = value
    book.save(path)
    return str(path)


def test_a_cell_far_from_the_table_is_seen_by_the_addresses(tmp_path: Path) -> None:
    table = {f"{column}{row}": row for column in "ABC" for row in range(1, 40)}
    assert too_much(saved(tmp_path / "down.xlsx", {**table, "A900": 1})) == "far_cell"
    assert too_much(saved(tmp_path / "right.xlsx", {**table, "XFD1": 1})) == "far_cell"


def test_a_full_table_is_too_large_and_has_no_far_cell(tmp_path: Path) -> None:
    table = {f"{column}{row}": row for column in "ABCDE" for row in range(1, 500)}
    assert too_much(saved(tmp_path / "full.xlsx", table)) == "too_large"


def test_a_small_workbook_without_a_far_cell_is_neither(tmp_path: Path) -> None:
    assert too_much(saved(tmp_path / "small.xlsx", {"A1": 1})) == "stopped"


def test_an_address_that_two_pieces_share_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = saved(tmp_path / "far.xlsx", {"A1": 1, "XFD1048576": 2})
    for piece in range(14, 60):
        monkeypatch.setattr(reach, "PIECE", piece)
        assert too_much(path) == "far_cell"


def test_of_what_is_no_sound_xlsx_nothing_is_known(tmp_path: Path) -> None:
    (tmp_path / "old.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504))
    with zipfile.ZipFile(tmp_path / "open.ods", "w") as archive:
        archive.writestr("content.xml", "<table/>")
    assert [too_much(str(tmp_path / name)) for name in ("old.xls", "open.ods")] == ["stopped", "stopped"]
