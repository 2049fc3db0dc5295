"""Lines that go on in the next one, as text and as recognised."""

from __future__ import annotations

from zbrisk.intake.reading.order import Piece, lines_in_order
from zbrisk.intake.reading.paragraphs import Line, paragraphs

FULL = "本院依法查询了被执行人名下的银行存款车辆不动产和证券"


def read(*pages: list[str]) -> list[tuple[int, str]]:
    return [(page, text) for page, text, _ in paragraphs([[Line(text) for text in page] for page in pages])]


def test_a_full_line_goes_on_in_the_next_one_unless_a_sentence_ends_there() -> None:
    assert read([FULL, "等财产。", FULL[:-1] + "。", "特此裁定。"]) == [
        (1, FULL + "等财产。"), (1, FULL[:-1] + "。"), (1, "特此裁定。"),
    ]  # fmt: skip
    assert read([FULL, "2、驳回。"]) == [(1, FULL), (1, "2、驳回。")]


def test_a_sentence_goes_on_over_the_page_and_its_number() -> None:
    assert read(["执行裁定书", FULL, "- 1 -"], ["等财产。", "二〇二四年"]) == [
        (1, "执行裁定书"), (1, "- 1 -"), (1, FULL + "等财产。"), (2, "二〇二四年"),
    ]  # fmt: skip


def test_signatures_alone_on_the_last_page_stay_apart() -> None:
    last = ["审判员高刚辉", "二〇二一年十一月一日", "法官助理曾远"]
    assert [text for _, text in read([FULL, "等财产。"], last)][1:] == last
    assert [text for _, text in read(last)] == [
        "审判员高刚辉",
        "二〇二一年十一月一日法官助理曾远",
    ]  # nothing says how long


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
    found = [text for _, text, _ in paragraphs([list(lines_in_order(pieces))])]
    assert found == [narrow + "金和利息。", wide, "审判员高刚辉", "书记员曾远"]


def test_no_page_has_no_paragraph() -> None:
    assert not read() and not read([])
