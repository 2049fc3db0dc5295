"""Looks again at the day below a ruling, on which the stamp stands: 二〇二四年二月十四日.

The recogniser looks for letters before it reads them, and overlooks some below a stamp or noise: 二十一日 becomes
二十日. Read as one strip of the page, as it is and without what is lighter than ink, they are there. A day that reads
otherwise then waits for a person; so does one of which letters were overlooked at first, unless both looks have them
and it was only the year that lacked some.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from zbrisk.intake.cells.dates import read_day
from zbrisk.intake.reading.order import Piece

__all__ = ["faded", "looked_at_again", "strips"]

DAY_LETTERS = "〇零一二三四五六七八九十年月日"
#: Like a day, whole or with letters lost or misread: 二〇日四年二月十四日, 年十二月十三日, 二〇二〇年八月二.
LIKE_A_DAY = re.compile(r"[^\d，。；：]{0,5}年[^\d，。；：]{1,9}")
ITS_DAY = re.compile(r"年([一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日)$")  # without its year
LEAST_LETTERS = 4  # that readings have in common
CLEAR, DOUBTED = 0.9, 0.5  # the score of a reading that counts against another, and of a day of which there are two
MARGINS = ((3, 2), (12, 2), (3, 12))  # half heights of a line before and behind it that may hold what was overlooked
ABOVE = 0.15
INK, PAPER = 0.5, 60  # percentiles of light
STAMP = 0.55  # of the way from ink to paper: what is lighter is no letter

#: What a strip reads as, and how surely.
Reading = tuple[str, float]


def looked_at_again(piece: Piece, look: Callable[[], tuple[Sequence[Reading], Sequence[Reading]]]) -> Piece:
    """A piece, or what a second look says of it where it is a day that ends a paper.

    Args:
        piece: A line, or a part of one.
        look: How it reads when it is read again, as it is and without its stamp.
    """
    if not LIKE_A_DAY.fullmatch(piece.text):
        return piece
    first, looks = _usual(piece.text), look()
    as_it_is, without_stamp = ({text: score for text, score in seen if read_day(text).value} for seen in looks)
    others = (as_it_is.keys() | without_stamp.keys()) - {first}
    if read_day(first).value:
        in_year = {_in_year(text) for seen in looks for text, score in seen if score >= CLEAR} - {""}
        doubted = others or in_year - {_in_year(first)}
        return replace(piece, score=min(piece.score, DOUBTED)) if doubted else piece
    second = others.pop() if len(others) == 1 else ""
    if not _is_part(first, second):
        return piece
    both = second in as_it_is and second in without_stamp and _in_year(first) == _in_year(second)
    return replace(piece, text=second, score=min(as_it_is[second], without_stamp[second]) if both else DOUBTED)


def _in_year(text: str) -> str:
    """Month and day."""
    said = ITS_DAY.search(text)
    return said[1] if said else ""


def _usual(text: str) -> str:
    return text.replace("○", "〇").replace("零", "〇")


def _is_part(first: str, second: str) -> bool:
    """Whether the letters of a day that one reading has stand, in their order, in another, all but one misread."""
    letters = [letter for letter in first if letter in DAY_LETTERS]
    ways = [letters, *(letters[:place] + letters[place + 1 :] for place in range(len(letters)))]
    return any(len(way) >= LEAST_LETTERS and _in_order(way, second) for way in ways)


def _in_order(letters: Sequence[str], text: str) -> bool:
    rest = iter(text)
    return all(letter in rest for letter in letters)


def strips(picture: Any, slant: float, piece: Piece) -> Iterator[Any]:
    """A piece with what stands beside it, cut out of the page and laid straight; with little, and with much."""
    import numpy as np
    from PIL import Image

    page = Image.fromarray(np.ascontiguousarray(picture))
    cosine, sine = math.cos(slant), math.sin(slant)
    top = piece.top - ABOVE * piece.height / 2
    height = (1 + ABOVE) * piece.height
    for before, behind in MARGINS:
        left = max(0.0, piece.left - before * piece.height / 2)
        width = piece.right + behind * piece.height / 2 - left
        place = (cosine, -sine, left * cosine - top * sine, sine, cosine, left * sine + top * cosine)
        size = math.ceil(width), math.ceil(height)
        cut = page.transform(size, Image.Transform.AFFINE, place, Image.Resampling.BILINEAR, fillcolor=(255,) * 3)
        yield np.asarray(cut)


def faded(strip: Any) -> Any:
    """A strip without what is lighter than ink: a stamp, of which the lightest colour counts."""
    import numpy as np

    light = strip.max(-1).astype(float)
    ink, paper = np.percentile(light, (INK, PAPER))
    spread = np.clip((light - ink) / max(STAMP * (paper - ink), 1.0), 0, 1)
    return np.stack([(spread * 255).astype(np.uint8)] * 3, -1)
