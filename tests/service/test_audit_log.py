from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from zbrisk.errors import DataError
from zbrisk.service.audit_log import AuditLog, verify_log


def written(tmp_path: Path, lines: int = 5) -> Path:
    log = AuditLog(tmp_path / "audit.jsonl")
    for number in range(lines):
        log.write(key="court", case=f"C{number}", outcome="200")
    return log.file


def test_a_log_holds_together(tmp_path: Path) -> None:
    file = written(tmp_path)
    found = verify_log(file)
    assert (found.lines, found.pieces) == (5, 0)
    assert found.last == json.loads(file.read_text().splitlines()[-1])["hash"]


@pytest.mark.parametrize("line", range(5))
def test_a_changed_line_is_found(tmp_path: Path, line: int) -> None:
    file = written(tmp_path)
    lines = file.read_bytes().splitlines(keepends=True)
    lines[line] = lines[line].replace(b'"C%d"' % line, b'"C9"')
    file.write_bytes(b"".join(lines))
    with pytest.raises(DataError, match=f"changed in line {line + 1}"):
        verify_log(file)


@pytest.mark.parametrize("line", range(4))
def test_a_line_that_was_taken_out_is_found(tmp_path: Path, line: int) -> None:
    file = written(tmp_path)
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join(lines[:line] + lines[line + 1 :]))
    with pytest.raises(DataError, match="changed"):
        verify_log(file)


def test_lines_that_changed_places_are_found(tmp_path: Path) -> None:
    file = written(tmp_path)
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join([lines[0], lines[2], lines[1], *lines[3:]]))
    with pytest.raises(DataError, match="changed"):
        verify_log(file)


@pytest.mark.parametrize(("cut", "whole", "pieces"), [(1, 6, 0), (40, 5, 1), (200, 5, 1)])
def test_a_process_that_died_within_a_line_breaks_no_chain(tmp_path: Path, cut: int, whole: int, pieces: int) -> None:
    file = written(tmp_path)
    file.write_bytes(file.read_bytes()[:-cut])
    AuditLog(file).write(key="court", case="after", outcome="200")
    found = verify_log(file)
    assert (found.lines, found.pieces) == (whole, pieces)


def test_a_piece_that_no_process_left_is_found(tmp_path: Path) -> None:
    file = written(tmp_path)
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join([*lines[:2], b"nonsense\n", *lines[2:]]))
    with pytest.raises(DataError, match="changed in line 4"):
        verify_log(file)


def test_several_writers_make_one_chain(tmp_path: Path) -> None:
    logs = [AuditLog(tmp_path / "audit.jsonl") for _ in range(4)]
    with ThreadPoolExecutor(4) as threads:
        for number in range(200):
            threads.submit(logs[number % 4].write, case=str(number))
    assert verify_log(logs[0].file).lines == 200


def test_long_and_odd_values_make_one_line(tmp_path: Path) -> None:
    log = AuditLog(tmp_path / "audit.jsonl")
    log.write(case="甲\n" * 10_000, key="\u202e\x00")
    log.write(case=None)
    assert verify_log(log.file).lines == 2
    assert len(log.file.read_bytes().splitlines()) == 2


def test_a_log_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "audit.jsonl").mkdir()
    with pytest.raises(DataError):
        AuditLog(tmp_path / "audit.jsonl").write(case="A")
