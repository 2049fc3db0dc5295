"""Lines that go on in the next one, as text and as recognised."""

from __future__ import annotations

import pytest

from zbrisk.intake.reading.order import Piece, lines_in_order
from zbrisk.intake.reading.paragraphs import Line, Part, cells_of, paragraphs, part_of

FULL = "本院依法查询了被执行人名下的银行存款车辆不动产和证券"


def read(*pages: list[str]) -> list[tuple[int, str, bool]]:
    return [
        (page, text, goes_on)
        for page, text, _, goes_on in paragraphs([[Line(text) for text in page] for page in pages])
    ]


def texts(*pages: list[str]) -> list[str]:
    return [text for _, text, _ in read(*pages)]


def test_a_full_line_goes_on_in_the_next_one_unless_a_sentence_ends_there() -> None:
    assert texts([FULL, "等财产。", FULL[:-1] + "。", "特此裁定。"]) == [
        FULL + "等财产。",
        FULL[:-1] + "。",
        "特此裁定。",
    ]
    assert texts([FULL, "2、驳回。"]) == [FULL, "2、驳回。"]


@pytest.mark.parametrize(
    ("foot", "head"), [("- 1 -", "- 2 -"), ("第 1 页 共 2 页", "第 2 页 共 2 页"), ("1", "2"), ("1/2", "2/2")]
)
def test_a_sentence_goes_on_over_the_page_and_its_number(foot: str, head: str) -> None:
    assert read(["执行裁定书", FULL, foot], ["等财产。", "二〇二四年", head]) == [
        (1, "执行裁定书", False), (1, FULL, False), (2, "等财产。", True), (1, foot, False), (2, "二〇二四年", False),
        (2, head, False),
    ]  # fmt: skip


def test_what_stands_over_several_pages_is_no_part_of_a_sentence() -> None:
    head = "临越市北城区人民法院"
    other = FULL[::-1]
    assert texts([head, FULL], [head, other], [head, "等财产。"]) == [head, FULL, other, "等财产。", head, head]


def test_a_sum_at_the_end_of_a_page_is_no_page_number() -> None:
    assert texts([FULL, FULL[:-4] + "借款本金", "5000"], ["元，另查明无财产。"]) == [
        FULL + FULL[:-4] + "借款本金" + "5000", "元，另查明无财产。",
    ]  # fmt: skip


def test_signatures_alone_on_the_last_page_stay_apart() -> None:
    last = ["审判员高刚辉", "二〇二一年十一月一日", "法官助理曾远"]
    assert texts([FULL, "等财产。", FULL, FULL], last)[2:] == last
    assert texts(last) == ["审判员高刚辉", "二〇二一年十一月一日法官助理曾远"]  # nothing says how long a line is


def test_a_wider_page_says_nothing_of_the_others() -> None:
    assert texts([FULL, "等财产。"] * 3, ["附表" * 40])[:2] == [FULL + "等财产。", FULL + "等财产。"]


def test_a_list_whose_rows_all_look_full_is_joined_by_parts_and_in_time() -> None:
    pages = [[chr(0x4E00 + page) * 40] * 40 for page in range(2_000)]
    found = read(*pages)
    assert sum(len(text) for _, text, _ in found) == 2_000 * 40 * 40
    assert sum(not goes_on for *_, goes_on in found) == 2_000 * 40 / 200


def test_a_row_says_all_of_a_part() -> None:
    for part in (Part(2, "等财产。", 1.0, True), Part(1, FULL, 1.0), Part(3, FULL, 0.912)):
        assert part_of(part.page, cells_of(part)) == part
    assert part_of(1, []) == Part(1, "", 1.0)


def test_the_lowest_score_of_its_lines_is_a_paragraphs() -> None:
    assert [each.score for each in paragraphs([[Line(FULL, 0.99), Line("等。", 0.8)]])] == [0.8]


def test_where_a_line_stands_says_whether_it_is_full() -> None:
    """A full stop over the edge, and digits that are narrow, make lines of one length in letters that are not."""
    wide = "约定月利率。款项已汇入被告银行账户。借款到期后被告仍未清偿。"
    narrow = "原告于一九九一年一月一日出借，共计一千元，被告一直未还本"
    pieces = [
        Piece(text=text, score=0.99, left=left, right=right, top=40.0 * n, bottom=40.0 * n + 26)
        for n, (text, left, right) in enumerate(
            [
                (narrow, 40, 598),
                ("金和利息。", 0, 100),
                (wide, 0, 622),
                ("审判员高刚辉", 480, 600),
                ("书记员曾远", 480, 600),
            ]
        )
    ]
    stamp = Piece(text="印", score=0.99, left=640, right=660, top=200, bottom=226)
    found = [part.text for part in paragraphs([list(lines_in_order([*pieces, stamp]))])]
    assert found == [narrow + "金和利息。", wide, "审判员高刚辉", "书记员曾远", "印"]


def test_no_page_has_no_paragraph() -> None:
    assert not read() and not read([])
