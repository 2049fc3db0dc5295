from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from zbrisk.intake.reading.delimited import is_delimited, read_delimited


def rows_of(tmp_path: Path, content: bytes) -> list[tuple[int, list[str], int, str]]:
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    return [(row.row, row.cells, row.lines, row.fault) for row in read_delimited(path)]


@pytest.mark.parametrize("separator", [",", "\t", ";", "|", "，"])
def test_the_separator_is_found(tmp_path: Path, separator: str) -> None:
    content = "".join(separator.join(row) + "\n" for row in (["一", "二", "三"], ["1", "2", "3"]) * 3).encode()
    assert rows_of(tmp_path, content)[1][1] == ["1", "2", "3"]


def test_an_open_quote_costs_its_own_line(tmp_path: Path) -> None:
    content = b'a,b,c\n1,"2,3\n4,5,6\n7,"8,8",9\n'
    assert rows_of(tmp_path, content) == [
        (1, ["a", "b", "c"], 1, ""),
        (2, ['1,"2,3'], 1, "open_quote"),
        (3, ["4", "5", "6"], 1, ""),
        (4, ["7", "8,8", "9"], 1, ""),
    ]


def test_a_cell_of_several_lines_is_one_row_if_it_closes(tmp_path: Path) -> None:
    content = b'a,b,c\n1,"2\n2",3\n4,5,6\n'
    assert rows_of(tmp_path, content)[1:] == [(2, ["1", "2\n2", "3"], 2, ""), (4, ["4", "5", "6"], 1, "")]


def test_an_open_quote_at_the_end_of_a_long_file_costs_one_row(tmp_path: Path) -> None:
    content = b"a,b,c\n" + b'1,"2,3\n' + b"4,5,6\n" * 1000
    assert [row[3] for row in rows_of(tmp_path, content)].count("open_quote") == 1
    assert len(rows_of(tmp_path, content)) == 1002


def test_a_million_columns_are_one_fault(tmp_path: Path) -> None:
    found = rows_of(tmp_path, b"a,b,c\n" + b"," * 1_000_000 + b"\n1,2,3\n")
    assert [row[3] for row in found] == ["", "too_many_cells", ""]


def test_titles_above_a_table_do_not_hide_it(tmp_path: Path) -> None:
    titles = "\n".join(["明细下载", "卡号：1，户名：李雷", *(f"{n}.本明细仅供核对；" for n in range(20))])
    path = tmp_path / "list.csv"
    path.write_text(f"{titles}\na,b,c\n1,2,3\n", encoding="utf-8")
    assert is_delimited(path) and list(read_delimited(path))[-1].cells == ["1", "2", "3"]


def test_a_long_text_in_a_cell_does_not_hide_its_table(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text('a,b,c\n1,"' + "一段文字，\n" * 10 + '",3\n', encoding="utf-8")
    assert is_delimited(path) and len(list(read_delimited(path))) == 2


def test_a_letter_is_no_list(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("浙江省绍兴市越城区人民法院\n民事判决书\n原告王某，男，住绍兴市。\n", encoding="utf-8")
    assert not is_delimited(path)


def is_wide_text_too(content: bytes) -> bool:
    """Whether the bytes are a text of several lines in UTF-16 just as well, as `a NUL \\n NUL` are."""
    texts = [content.decode(encoding, errors="ignore") for encoding in ("utf-16-le", "utf-16-be")]
    return b"\0" in content and any("\n" in text and "\0" not in text for text in texts)


@example(["0", "0\0"])
@example(["\0\0", "\0"])
@given(st.lists(st.text(st.characters(exclude_characters="\r", codec="utf-8"), max_size=30), min_size=1, max_size=30))
def test_every_physical_line_is_in_one_row(tmp_path_factory: pytest.TempPathFactory, lines: list[str]) -> None:
    content = "\n".join(lines).encode()
    assume(not is_wide_text_too(content))
    path = tmp_path_factory.mktemp("raw") / "list.csv"
    path.write_bytes(content)
    rows = list(read_delimited(path))
    physical = path.read_bytes().count(b"\n") + (not path.read_bytes().endswith(b"\n") and path.stat().st_size > 0)
    assert sum(row.lines for row in rows) == physical
    assert [row.row for row in rows] == [1 + sum(r.lines for r in rows[:n]) for n in range(len(rows))]
