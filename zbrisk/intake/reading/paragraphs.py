"""The lines of a document as paragraphs: one that ended only because the paper did goes on in the next line."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from statistics import median
from typing import NamedTuple

__all__ = ["Line", "Part", "cells_of", "paragraphs", "part_of"]

SLACK = 4  # halves of a letter by which a full line may be narrower than the widest
LONG = 0.75  # of a full line, that whatever reaches the right edge must have: a signature there is shorter
MOST_LINES = 200  # of a paragraph: a list whose rows all look full is none
NUMBERED = re.compile(r"[ \u3000]*\d{1,3}[ \u3000、]")  # a row of a table, an item
PAGE_NUMBER = re.compile(r"[-—–－·~/]+\d{1,4}[-—–－·~/]+|第\d{1,4}页(?:[,，/]?共\d{1,4}页)?|\d{1,4}/\d{1,4}")
LONGEST_MARGIN = 60  # letters
DIGITS, BLANKS = re.compile(r"\d+"), re.compile(r"\s+")
GOES_ON = "goes on"
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


class Part(NamedTuple):
    """What stands of a paragraph on one page.

    Attributes:
        page: Its number.
        text: Its letters.
        score: The lowest of its lines.
        goes_on: Whether the part before it is of the same paragraph.
    """

    page: int
    text: str
    score: float
    goes_on: bool = False


def cells_of(part: Part) -> list[str]:
    """A part as a row: its letters; their score where they were recognised; whether it goes on."""
    if part.goes_on:
        return [part.text, f"{part.score:.3f}", GOES_ON]
    return [part.text] if part.score == 1 else [part.text, f"{part.score:.3f}"]


def part_of(page: int, cells: Sequence[str]) -> Part:
    """The part that a row holds."""
    text, score, *more = [*cells, *["", "1"][len(cells) :]]
    return Part(page, text, float(score), GOES_ON in more)


class _Placed(NamedTuple):
    """A line, how many stand before it, its page, and whether it is full."""

    place: int
    page: int
    line: Line
    is_full: bool


def paragraphs(pages: Sequence[Sequence[Line]]) -> Iterator[Part]:
    """Paragraphs: a full line that ends no sentence goes on in the next unless that is numbered.

    A page's number, and what stands at the head or foot of several pages, ends no paragraph that goes on
    over the page; it comes behind it.
    """
    flow, waiting = list[_Placed](), deque[_Placed]()
    for each, is_margin in _placed(pages):
        (waiting if is_margin else flow).append(each)
    for paragraph in _grouped(flow):
        while waiting and waiting[0].place < paragraph[0].place:
            yield _part([waiting.popleft()])
        for number, (_, lines) in enumerate(groupby(paragraph, key=lambda each: each.page)):
            yield _part(list(lines), goes_on=number > 0)
    yield from (_part([each]) for each in waiting)


def _grouped(flow: Iterable[_Placed]) -> Iterator[list[_Placed]]:
    paragraph: list[_Placed] = []
    for each in flow:
        if paragraph and not _goes_on(paragraph, each.line):
            yield paragraph
            paragraph = []
        paragraph.append(each)
    if paragraph:
        yield paragraph


def _goes_on(paragraph: Sequence[_Placed], line: Line) -> bool:
    last = paragraph[-1]
    unfinished = last.is_full and not last.line.text.endswith(ENDINGS)
    return unfinished and not NUMBERED.match(line.text) and len(paragraph) < MOST_LINES


def _part(lines: Sequence[_Placed], *, goes_on: bool = False) -> Part:
    text, score = "".join(each.line.text for each in lines), min(each.line.score for each in lines)
    return Part(lines[0].page, text, score, goes_on)


def _placed(pages: Sequence[Sequence[Line]]) -> Iterator[tuple[_Placed, bool]]:
    """Every line, and whether it stands in a margin."""
    often = Counter(end for lines in pages for end in {_bare(line) for line in (*lines[:1], *lines[-1:])})
    place = 0
    for page, (lines, full) in enumerate(zip(pages, _full_widths(pages), strict=True), 1):
        for number, line in enumerate(lines):
            is_end = number in (0, len(lines) - 1) and len(line.text) <= LONGEST_MARGIN
            recurs = bool(_bare(line)) and often[_bare(line)] > 1
            yield _Placed(place, page, line, _is_full(line, full)), is_end and (recurs or _is_page_number(line, page))
            place += 1


def _bare(line: Line) -> str:
    """A line without numbers: what recurs may count pages."""
    return DIGITS.sub("", line.text).strip()


def _is_page_number(line: Line, page: int) -> bool:
    said = BLANKS.sub("", line.text)
    return said == str(page) or PAGE_NUMBER.fullmatch(said) is not None


def _full_widths(pages: Sequence[Sequence[Line]]) -> list[float]:
    """How wide a full line of each page is: as its own lines say; as on most where a page has short ones alone."""
    own = [_own_width(lines) for lines in pages]
    usual = median([width for width, lines in zip(own, pages, strict=True) for _ in lines] or [0])
    return [width if width >= LONG * usual else usual for width in own]


def _own_width(lines: Sequence[Line]) -> int:
    """The widest of those that may be full."""
    return max((_width(line.text) for line in lines if line.to_edge is not False), default=0)


def _is_full(line: Line, full: float) -> bool:
    width = _width(line.text)
    return width >= full - SLACK if line.to_edge is None else line.to_edge and width >= LONG * full


def _width(line: str) -> int:
    """How wide a line is, in halves of a Chinese letter."""
    return sum(1 if letter.isascii() else 2 for letter in line)
