from __future__ import annotations

import math

import numpy as np
import pytest

from zbrisk.intake.reading.order import Piece
from zbrisk.intake.reading.signed_days import DOUBTED, Reading, faded, looked_at_again, strips

DAY = "二〇二四年十二月十四日"


def piece(text: str, score: float = 0.97) -> Piece:
    return Piece(text=text, score=score, left=100, right=300, top=50, bottom=70)


def again(text: str, as_it_is: list[Reading], without_stamp: list[Reading]) -> tuple[str, float]:
    found = looked_at_again(piece(text), lambda: (as_it_is, without_stamp))
    return found.text, found.score


def test_letters_of_the_year_that_both_looks_have_were_overlooked() -> None:
    for first in ("四年十二月十四日", "年十二月十四日", "二〇日四年十二月十四日"):
        assert again(first, [(DAY, 0.98), ("二〇上四年", 0.9)], [(DAY, 0.95)]) == (DAY, 0.95)


@pytest.mark.parametrize(
    ("first", "as_it_is", "without_stamp"),
    [
        ("四年十二月十四日", [(DAY, 0.99)], []),  # one look alone
        ("二〇二四年十二月十", [(DAY, 0.99)], [(DAY, 0.99)]),  # not only the year lacked letters
    ],
)
def test_a_day_that_is_less_sure_waits(first: str, as_it_is: list[Reading], without_stamp: list[Reading]) -> None:
    assert again(first, as_it_is, without_stamp) == (DAY, DOUBTED)


def test_a_day_that_reads_otherwise_at_a_second_look_stays_and_waits() -> None:
    assert again(DAY, [(DAY, 0.9)], [("二〇二四年十月十四日", 0.6)]) == (DAY, DOUBTED)
    assert again(DAY, [("二〇上四年十月十四日", 0.95)], []) == (DAY, DOUBTED)  # month and day are another's
    assert again(DAY, [("二〇上四年十月十四日", 0.7)], [(DAY, 0.9)]) == (DAY, 0.97)


@pytest.mark.parametrize(
    ("first", "as_it_is", "without_stamp"),
    [
        ("年十二月十四日", [(DAY, 0.99)], [("二〇二三年十二月十四日", 0.99)]),  # two days
        ("三年十一月十五日", [(DAY, 0.99)], [(DAY, 0.99)]),  # another day altogether
        ("四年十二月十四日", [("二〇二四年十二月四十日", 0.99)], [("二〇二四年", 0.99)]),  # none
    ],
)
def test_no_day_is_guessed(first: str, as_it_is: list[Reading], without_stamp: list[Reading]) -> None:
    assert again(first, as_it_is, without_stamp) == (first, 0.97)


@pytest.mark.parametrize("text", ["于2024年3月5日立案", "审判员　王立新", "被告人年满十八周岁，已婚", ""])
def test_other_lines_are_not_looked_at_again(text: str) -> None:
    def never() -> tuple[list[Reading], list[Reading]]:
        raise AssertionError

    assert looked_at_again(piece(text), never).text == text


def test_a_strip_is_cut_straight_from_a_slanted_page() -> None:
    pytest.importorskip("PIL")
    slant = math.radians(2)
    page = np.full((400, 600, 3), 255, np.uint8)
    for x in range(100, 301):  # a line at half the height of the piece, slanted as the page is
        y = round(60 / math.cos(slant) + x * math.tan(slant))
        page[y - 1 : y + 2, x] = 0
    for strip in strips(page, slant, piece("")):
        dark = np.argwhere(strip[..., 0] < 128)
        assert dark[:, 0].max() - dark[:, 0].min() <= 4 and abs(dark[:, 0].mean() - 11.5) < 2
        assert dark[:, 1].max() - dark[:, 1].min() > 190


def test_a_stamp_fades_and_ink_stays() -> None:
    strip = np.full((20, 100, 3), 250, np.uint8)
    strip[:, 10:20] = (30, 30, 30)  # ink
    strip[:, 40:50] = (40, 40, 210)  # a red stamp, blue first
    strip[:, 70:80] = (190, 190, 190)  # a grey one
    light = faded(strip)
    assert light[0, 15].max() == 0
    assert light[0, 45].min() == light[0, 75].min() == light[0, 0].min() == 255
