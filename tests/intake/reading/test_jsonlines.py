from __future__ import annotations

from pathlib import Path

from zbrisk.intake.reading.jsonlines import is_json_lines, read_json_lines


def rows_of(tmp_path: Path, content: bytes) -> list[tuple[int, list[str], str]]:
    (tmp_path / "list.jsonl").write_bytes(content)
    return [(row.row, row.cells, row.fault) for row in read_json_lines(tmp_path / "list.jsonl")]


def test_an_object_is_a_row_below_the_names_of_all(tmp_path: Path) -> None:
    content = '{"案号": "a", "数": 339602196404053609}\n\n{"案号": null, "是": true, "x": [1]}\n'.encode("gb18030")
    assert rows_of(tmp_path, content) == [
        (0, ["案号", "数", "是", "x"], ""),
        (1, ["a", "339602196404053609", "", ""], ""),
        (2, [], ""),
        (3, ["", "", "是", '["1"]'], ""),
    ]


def test_what_is_no_object_costs_its_line(tmp_path: Path) -> None:
    deep = b'{"a": ' + b"[" * 100_000 + b"\n"
    found = rows_of(tmp_path, b'{"a": 1}\n{"a": \n[1]\n' + deep + b'{"a": 2}\n')
    assert [fault for _, _, fault in found] == ["", "", "no_json", "no_json", "no_json", ""]


def test_a_text_that_begins_with_a_brace_is_no_list(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("{见附件}\n", encoding="utf-8")
    assert not is_json_lines(tmp_path / "a")


def test_half_a_letter_costs_its_line(tmp_path: Path) -> None:
    found = rows_of(tmp_path, b'{"a": "\\ud800"}\n{"a": "\\ud83d\\ude00"}\n{"a": [["\\udfff"]]}\n{"\\ud800": 1}\n')
    assert [(cells, fault) for _, cells, fault in found[1:]] == [
        (['{"a": "\\ud800"}'], "no_json"), (["😀"], ""),
        (['{"a": [["\\udfff"]]}'], "no_json"), (['{"\\ud800": 1}'], "no_json"),
    ]  # fmt: skip
