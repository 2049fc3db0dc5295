from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from zbrisk.intake.delivery import day_in_name
from zbrisk.intake.reading.sniffing import Kind, sniff

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
TABLE = "案号,姓名,日期\n一,王,2024\n二,李,2024\n"


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.xls", OLE + "Workbook".encode("utf-16-le"), Kind.WORKBOOK),
        ("a.xls", OLE + "EncryptedPackage".encode("utf-16-le"), Kind.ENCRYPTED),
        ("a.doc", OLE + "WordDocument".encode("utf-16-le"), Kind.DOCUMENT),
        ("a.xls", TABLE.encode("gb18030"), Kind.DELIMITED),
        ("a.csv", TABLE.encode("utf-16"), Kind.DELIMITED),
        ("a.xls", b"<html><table>", Kind.WEB_PAGE),
        ("a.pdf", b"%PDF-1.7", Kind.DOCUMENT),
        ("a.jpg", b"\xff\xd8\xff\xe0", Kind.DOCUMENT),
        ("a.txt", "民事判决书\n原告王某\n".encode(), Kind.DOCUMENT),
        ("~$a.xlsx", b"\x05admin", Kind.LOCK),
        ("Thumbs.db", OLE, Kind.CACHE),
        ("a.txt", b"", Kind.EMPTY),
        ("a.bin", bytes(range(32)) * 10, Kind.OTHER),
    ],
)
def test_a_file_is_what_its_content_says(tmp_path: Path, name: str, content: bytes, kind: Kind) -> None:
    (tmp_path / name).write_bytes(content)
    assert sniff(tmp_path / name) is kind


@pytest.mark.parametrize(
    ("member", "kind"),
    [
        ("xl/workbook.xml", Kind.WORKBOOK),
        ("word/document.xml", Kind.DOCUMENT),
        ("OFD.xml", Kind.DOCUMENT),
        ("a/b.csv", Kind.ARCHIVE),
    ],
)
def test_a_zip_is_what_is_in_it(tmp_path: Path, member: str, kind: Kind) -> None:
    with zipfile.ZipFile(tmp_path / "a.dat", "w") as archive:
        archive.writestr(member, b"")
    assert sniff(tmp_path / "a.dat") is kind


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("2025Q4", "2025-12-31"),
        ("法院_案件_2025Q3", "2025-09-30"),
        ("2025年第二季度", "2025-06-30"),
        ("2025年一季度", "2025-03-31"),
        ("流水20251228", "2025-12-28"),
        ("2025-12-31", "2025-12-31"),
        ("2025年报", "2025-12-31"),
        ("案件清单", "None"),
        ("（2024）浙9602执1号", "None"),
    ],
)
def test_the_name_of_a_file_may_say_its_day(name: str, day: str) -> None:
    assert str(day_in_name(name)) == day
