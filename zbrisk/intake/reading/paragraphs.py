"""The lines of a document as paragraphs: one that ended only because the paper did goes on in the next line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from statistics import median
from typing import NamedTuple

__all__ = ["Line", "Paragraph", "paragraphs"]

SLACK = 4  # halves of a letter by which a full line may be narrower than the widest
LONG = 0.75  # of the usual full line: a signature at the right edge is shorter
NUMBERED = re.compile(r"[ \u3000]*\d{1,3}[ \u3000、]")  # a row of a table, an item
PAGE_NUMBER = re.compile(
    r"[\W_]*(?:第[ \u3000]*)?\d{1,4}(?:[ \u3000]*页)?(?:[\W_]*共?[ \u3000]*\d{1,4}[ \u3000]*页?)?[\W_]*"
)
ENDINGS = ("。", "；", "：", ";", ":")


class Line(NamedTuple):
    """A line of a page.

    Attributes:
        text: Its letters.
        score: How surely they were recognised; 1 where nothing was guessed.
        to_edge: Whether it reaches the right edge of its column; None where nothing says where it stands.
    """

    text: str
    score: float = 1.0
    to_edge: bool | None = None


class Paragraph(NamedTuple):
    """A paragraph, the page on which it begins, and the lowest score of its lines."""

    page: int
    text: str
    score: float


def paragraphs(pages: Sequence[Sequence[Line]]) -> Iterator[Paragraph]:
    """Paragraphs: a full line that ends no sentence goes on in the next unless that is numbered.

    How long a full line is, all pages say together: the last one often has but signatures. A page's number does not
    end a paragraph that goes on above the next page.
    """
    everything = [line for lines in pages for line in lines]
    widest = max((_width(line.text) for line in everything if line.to_edge is None), default=0)
    usual = median([_width(line.text) for line in everything if line.to_edge] or [0])

    def is_full(line: Line) -> bool:
        width = _width(line.text)
        return width >= widest - SLACK if line.to_edge is None else line.to_edge and width >= LONG * usual

    begun: Paragraph | None = None
    for page, lines in enumerate(pages, 1):
        for place, line in enumerate(lines, 1):
            if begun and place == len(lines) and PAGE_NUMBER.fullmatch(line.text):
                yield Paragraph(page, line.text, line.score)
                continue
            if begun and NUMBERED.match(line.text):
                yield begun
                begun = None
            first, before, least = begun or Paragraph(page, "", 1.0)
            begun = Paragraph(first, before + line.text, min(least, line.score))
            if not is_full(line) or line.text.endswith(ENDINGS):
                yield begun
                begun = None
    if begun:
        yield begun


def _width(line: str) -> int:
    """How wide a line is, in halves of a Chinese letter."""
    return sum(1 if letter.isascii() else 2 for letter in line)
