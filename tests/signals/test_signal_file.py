from __future__ import annotations

from pathlib import Path

import pytest

from zbrisk.errors import SignalError
from zbrisk.signals.signal_file import read_signal_file


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "seen.sql"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_header_and_sql_are_taken_apart(tmp_path: Path) -> None:
    file = read_signal_file(written(tmp_path, "\n/*\nlabel: {zh: 标签, en: label}\n*/\nselect 1\n"))
    assert (file.name, file.header) == ("seen", {"label": {"zh": "标签", "en": "label"}})
    assert (file.sql.strip(), file.offset) == ("select 1", 3)


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    file = read_signal_file(written(tmp_path, "\ufeff/*\r\nlabel: 标签\r\n*/\r\nselect 1".encode()))
    assert (file.header, file.sql.strip()) == ({"label": "标签"}, "select 1")


@pytest.mark.parametrize("text", ["", "select 1", "select 1 /* label: x */", "/* label: x", "label: x */ select 1"])
def test_a_file_without_header_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(SignalError, match=r"seen\.sql:1: The file has no header\.\n  Begin it with /\*"):
        read_signal_file(written(tmp_path, text))


@pytest.mark.parametrize("header", ["", "- a\n- b", "words", "7"])
def test_a_header_without_keys_is_refused(tmp_path: Path, header: str) -> None:
    with pytest.raises(SignalError, match="The header holds no keys"):
        read_signal_file(written(tmp_path, f"/*\n{header}\n*/\nselect 1"))


def test_bad_yaml_names_its_line(tmp_path: Path) -> None:
    path = written(tmp_path, "/*\nlabel: {zh: 标签, en: label}\nreason: {zh: a: b, en: c}\n*/\nselect 1")
    with pytest.raises(SignalError, match=r"seen\.sql:3: The header is no YAML: .*\n  Put quotes around"):
        read_signal_file(path)


def test_a_header_builds_no_objects(tmp_path: Path) -> None:
    path = written(tmp_path, "/*\nlabel: !!python/object/apply:os.getcwd []\n*/\nselect 1")
    with pytest.raises(SignalError, match="The header is no YAML"):
        read_signal_file(path)


def test_an_unreadable_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SignalError, match=r"cannot be read: .*\n  Save it as UTF-8"):
        read_signal_file(written(tmp_path, "/* label: 标签 */".encode("gb18030")))
    with pytest.raises(SignalError, match="cannot be read"):
        read_signal_file(tmp_path / "absent.sql")
