"""The order of lines on a page that was recognised; invented rectangles."""

from __future__ import annotations

from zbrisk.intake.reading.order import Piece, lines_in_order


def piece(text: str, left: float, top: float, *, score: float = 1.0, size: float = 20) -> Piece:
    return Piece(text=text, score=score, left=left, right=left + size * len(text), top=top, bottom=top + size)


def read(pieces: list[Piece]) -> list[str]:
    return [line.text for line in lines_in_order(pieces)]


def test_pieces_beside_each_other_are_one_line_with_the_lowest_score() -> None:
    pieces = [piece("执行裁定书", 300, 40), piece("判长", 160, 103, score=0.7), piece("审", 100, 100)]
    assert [line[:2] for line in lines_in_order(pieces)] == [("执行裁定书", 1.0), ("审  判长", 0.7)]
    assert read([piece("本院", 100, 100), piece("认为", 141, 104)]) == ["本院认为"]


def test_two_columns_are_read_one_after_the_other_between_title_and_foot() -> None:
    left = [piece(f"左{n}" + "文" * 18, 0, 60 + 30 * n) for n in range(6)]
    right = [piece(f"右{n}" + "文" * 18, 440, 64 + 30 * n) for n in range(6)]
    across = [piece("民事判决书" + "字" * 20, 180, 0), piece("字" * 25, 180, 400)]
    read_as = read([*across, *right, *left])
    assert read_as[0].startswith("民事判决书") and read_as[-1] == "字" * 25
    assert [line[:2] for line in read_as[1:-1]] == [f"{side}{n}" for side in "左右" for n in range(6)]


def test_a_table_is_read_by_rows_however_regular_its_columns() -> None:
    rows = [("不动产", "登记中心", "2024-01-05", "无"), ("车辆", "车管所", "2024-01-06", "有")] * 4
    cells = [piece(text, 260 * place, 30 * n) for n, row in enumerate(rows) for place, text in enumerate(row)]
    assert read(cells) == ["  ".join(row) for row in rows]


def test_an_empty_page_has_no_line() -> None:
    assert read([]) == []
