from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook

from zbrisk.intake.reading.raw_rows import read_rows, sheets_of
from zbrisk.intake.reading.workbook import WorkbookReader

pytest.importorskip("python_calamine")


@pytest.fixture(scope="module")
def reader() -> Iterator[WorkbookReader]:
    with WorkbookReader() as reader:
        yield reader


def saved(path: Path, sheets: dict[str, list[list[object]]]) -> Path:
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def test_cells_are_texts_as_a_person_reads_them(tmp_path: Path, reader: WorkbookReader) -> None:
    values = ["甲", 42913, 0.5, True, dt.date(2024, 5, 3), dt.datetime(2024, 5, 3, 8, 15), 339602196404053609]
    path = saved(tmp_path / "a.xlsx", {"明细": [["标题"], [], values], "说明": [["仅供核对"]]})
    assert reader.read(path, tmp_path / "rows") == ""
    assert sheets_of(tmp_path / "rows") == ["明细", "说明"]
    (rows,) = read_rows(tmp_path / "rows", "明细")
    assert [row.row for row in rows] == [1, 2, 3]
    assert rows[2].cells == ["甲", "42913", "0.5", "是", "2024-05-03", "2024-05-03 08:15:00", "3.39602196404054e+17"]


def test_a_table_that_begins_far_from_the_corner_keeps_its_places(tmp_path: Path, reader: WorkbookReader) -> None:
    book = Workbook()
    book.active["C5"] = "甲"
    book.save(tmp_path / "a.xlsx")
    assert reader.read(tmp_path / "a.xlsx", tmp_path / "rows") == ""
    rows = [row for some in read_rows(tmp_path / "rows", "Sheet") for row in some if row.cells]
    assert [(row.row, row.cells) for row in rows] == [(5, ["", "", "甲"])]


@pytest.mark.slow
def test_a_cell_in_the_far_corner_ends_the_child_and_not_the_intake(tmp_path: Path, reader: WorkbookReader) -> None:
    book = Workbook()
    book.active["A1"], book.active["XFD1048576"] = 1, 2
    book.save(tmp_path / "far.xlsx")
    assert reader.read(tmp_path / "far.xlsx", tmp_path / "rows") == "workbook_far_cell"
    assert reader.read(saved(tmp_path / "good.xlsx", {"a": [["甲"]]}), tmp_path / "rows") == ""


SST = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="%d" uniqueCount="%d">'


def with_strings(path: Path, strings: bytes, times: int, *, said: int) -> Path:
    """A workbook with other shared strings: so many times some, where so many are said to be."""
    good = saved(path.with_name("good.xlsx"), {"a": [["甲"]]})
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
        for part in old.namelist():
            if part != "xl/sharedStrings.xml":
                new.writestr(part, old.read(part))
        with new.open("xl/sharedStrings.xml", "w", force_zip64=True) as file:
            file.write(SST % (said, said))
            for _ in range(times):
                file.write(strings)
            file.write(b"</sst>")
    return path


@pytest.mark.slow
def test_shared_strings_beyond_memory_end_the_child_and_not_the_intake(tmp_path: Path, reader: WorkbookReader) -> None:
    many = with_strings(tmp_path / "many.xlsx", b"<si><t>a</t></si>" * 1_000_000, 120, said=1)
    assert reader.read(many, tmp_path / "rows") == "workbook_too_large"
    assert reader.read(tmp_path / "good.xlsx", tmp_path / "rows") == ""


def test_a_false_count_of_shared_strings_ends_the_child_and_not_the_intake(
    tmp_path: Path, reader: WorkbookReader
) -> None:
    false = with_strings(tmp_path / "false.xlsx", "<si><t>甲</t></si>".encode(), 1, said=4_000_000_000)
    assert reader.read(false, tmp_path / "rows") == "workbook_stopped"
    assert reader.read(tmp_path / "good.xlsx", tmp_path / "rows") == ""


def test_arrow_takes_no_gibibyte_of_addresses_in_the_child(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.xlsx", {"a": [["甲"]]})
    with WorkbookReader() as reader:
        assert reader.read(path, tmp_path / "rows") == ""
        assert reader._child is not None
        status = Path(f"/proc/{reader._child.pid}/status")
        if not status.exists():
            pytest.skip("the system does not say how many addresses a process has")
        (peak,) = (int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmPeak"))
    assert peak < 1 << 20  # kB


def test_a_zip_bomb_is_refused_by_its_directory(tmp_path: Path, reader: WorkbookReader) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"")
        for number in range(10_001):
            archive.writestr(f"xl/{number}", b"")
    assert reader.read(path, tmp_path / "rows") == "workbook_too_large"


@pytest.mark.parametrize("content", [b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504), b"text"])
def test_a_broken_workbook_is_one_word(tmp_path: Path, reader: WorkbookReader, content: bytes) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(content)
    assert reader.read(path, tmp_path / "rows") == "workbook_broken"


@pytest.mark.slow
def test_a_module_in_the_working_folder_is_never_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "python_calamine.py").write_text("raise SystemExit('imported')", encoding="utf-8")
    path = saved(tmp_path / "a.xlsx", {"a": [["甲"]]})
    monkeypatch.chdir(tmp_path)
    with WorkbookReader() as reader:
        assert reader.read(path, tmp_path / "rows") == ""
