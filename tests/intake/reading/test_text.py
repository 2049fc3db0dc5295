from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from zbrisk.intake.reading import text as reading
from zbrisk.intake.reading.text import encoding_of, read_lines


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_lines_read_back_whatever_the_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes("案号,姓名\r\n一号,𠮷田\r\n".encode(encoding))
    assert [line.text for line in read_lines(path, encoding_of(path))] == ["案号,姓名", "一号,𠮷田"]


def test_a_file_of_two_encodings_is_read_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(
        codecs.BOM_UTF8 + "案号,被告\n".encode() + "一,鑫\n".encode("gb18030") + b"\xff\xff,x\n" + "二,淼".encode()
    )
    lines = list(read_lines(path, encoding_of(path)))
    assert [line.text for line in lines if not line.fault] == ["案号,被告", "一,鑫", "二,淼"]
    assert [(line.number, line.fault, line.text) for line in lines if line.fault] == [
        (3, "bytes_of_no_encoding", "ffff2c78")
    ]


def test_a_file_that_ends_inside_a_letter_loses_its_last_line_alone(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes("一,鑫\n二,淼".encode("gb18030")[:-1])
    assert [line.fault for line in read_lines(path, encoding_of(path))] == ["", "bytes_of_no_encoding"]


def test_a_line_without_end_costs_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LONGEST_LINE", 100)
    path = tmp_path / "list.csv"
    for encoding in ("utf-8", "utf-16-le"):
        path.write_bytes(("a,b\n" + "x" * 1050 + "\nc,d\n").encode(encoding))
        lines = list(read_lines(path, encoding))
        assert [(line.number, line.fault) for line in lines] == [(1, ""), (2, "overlong_line"), (3, "")]
