from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tests.intake.lists import CASE, LEDGER, as_csv
from zbrisk.intake import intake
from zbrisk.intake.delivery import look_into
from zbrisk.intake.reading import unpacking
from zbrisk.intake.reading.unpacking import UnpackingError, unpack


def packed(path: Path, members: dict[str, bytes]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def test_no_name_of_a_member_leads_anywhere(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", {"../../x.csv": b"1", "/etc/y": b"2", "C:\\z\\w": b"3", "__MACOSX/._x": b"4"})
    members = unpack(path, tmp_path / "into" / "here")
    assert [member.parts for member in members] == [("x.csv",), ("etc", "y"), ("C:", "z", "w")]
    assert {member.path.parent for member in members} == {tmp_path / "into" / "here"}
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.zip", "into"]


def test_names_without_a_mark_are_in_the_encoding_of_the_sender(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", {"aaaaaaaa.csv": b"1"})
    path.write_bytes(path.read_bytes().replace(b"aaaaaaaa", "案件清单".encode("gb18030")))
    assert unpack(path, tmp_path / "into")[0].parts == ("案件清单.csv",)


def test_what_unpacks_to_too_much_is_refused_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "MOST_BYTES", 1000)
    bomb = packed(tmp_path / "a.zip", {"a": bytes(1001)})
    with pytest.raises(UnpackingError, match="archive_too_large"):
        unpack(bomb, tmp_path / "one")
    size = (1001).to_bytes(4, "little")
    bomb.write_bytes(bomb.read_bytes().replace(size, (1).to_bytes(4, "little")))  # a directory that lies
    with pytest.raises(UnpackingError, match=r"archive_(too_large|broken)"):
        unpack(bomb, tmp_path / "two")


def test_lists_in_an_archive_are_read_and_an_archive_in_one_is_not(tmp_path: Path) -> None:
    inner = packed(tmp_path / "inner.zip", {"a.csv": b"1"}).read_bytes()
    packed(
        tmp_path / "raw" / "2025Q4" / "all.zip",
        {"lists/ledger.csv": as_csv([LEDGER, CASE]), "more.zip": inner, "~$a.xlsx": b"1"},
    )
    (tmp_path / "raw" / "2025Q4" / "old.rar").write_bytes(b"Rar!\x1a\x07\x00")
    outcome = intake(tmp_path / "raw", tmp_path / "tables")
    assert {file.name: file.reason for file in outcome.files} == {
        "all.zip": "unpacked", "all.zip/lists/ledger.csv": "", "all.zip/more.zip": "archive",
        "all.zip/~$a.xlsx": "lock", "old.rar": "archive",
    }  # fmt: skip
    assert outcome.tables["cases"] == 1


def test_an_archive_that_comes_twice_is_unpacked_twice(tmp_path: Path) -> None:
    for name in ("2025Q3/a.zip", "2025Q4/a.zip"):
        packed(tmp_path / "raw" / name, {"x.csv": b"1,2,3\n"})
    found = look_into(tmp_path / "raw", tmp_path)
    assert [(file.batch, file.name) for file in found.files] == [
        (batch, name) for batch in ("2025Q3", "2025Q4") for name in ("a.zip", "a.zip/x.csv")
    ]
