"""Rows of a text file with separators. An open quote costs its own line, not the rest of the file."""

from __future__ import annotations

import csv
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from zbrisk.intake.reading.raw_rows import RawRow
from zbrisk.intake.reading.text import Line, encoding_of, read_lines

__all__ = ["is_delimited", "read_delimited"]

SEPARATORS = (",", "\t", ";", "|", "，")
LOOK = 40  # lines by which separator and width are judged
MOST_LINES = 50  # of one row
MOST_CELLS = 2000
QUOTE = '"'


def is_delimited(path: Path) -> bool:
    """Whether a text file holds a table: most of its first rows have the same three or more cells."""
    _, width = _form(list(islice(read_lines(path, encoding_of(path)), LOOK)))
    return width >= 3


def read_delimited(path: Path) -> Iterator[RawRow]:
    """The rows of a file. A row that cannot be taken apart has a `fault`, and the next line is tried by itself."""
    lines = read_lines(path, encoding_of(path))
    head = list(islice(lines, LOOK))
    separator, width = _form(head)
    waiting = deque(head)
    while line := _next(waiting, lines):
        yield _row(line, waiting, lines, separator, width)


def _form(head: Iterable[Line]) -> tuple[str, int]:
    """The separator, and how many cells most rows have from the first such row on: titles above it say nothing."""
    texts = list(_whole_rows(line.text for line in head if line.text.strip() and not line.fault))
    best = (",", 1, 0)
    for separator in SEPARATORS:
        widths = [len(cells) for text in texts if (cells := _cells(text, separator)) is not None]
        counted = Counter(width for width in widths if width > 1)
        width, rows = max(counted.items(), key=lambda each: (each[1], each[0]), default=(1, 0))
        above = widths.index(width) if rows else 0
        most = rows * 2 > len(widths) - above and (rows > 1 or not above)
        if most and rows * (width - 1) > best[2]:
            best = (separator, width, rows * (width - 1))
    return best[:2]


def _whole_rows(lines: Iterable[str]) -> Iterator[str]:
    """Lines, those together that an open quote holds together."""
    waiting: list[str] = []
    for line in lines:
        waiting.append(line)
        if sum(text.count(QUOTE) for text in waiting) % 2 == 0:
            yield "\n".join(waiting)
            waiting = []
    yield from waiting


def _row(line: Line, waiting: deque[Line], lines: Iterator[Line], separator: str, width: int) -> RawRow:
    if line.fault:
        return RawRow("", line.number, [line.text], fault=line.fault)
    if not line.text.strip():
        return RawRow("", line.number, [])
    cells = _cells(line.text, separator)
    if cells is not None:
        if len(cells) > MOST_CELLS:
            return RawRow("", line.number, [line.text[:1000]], fault="too_many_cells")
        return RawRow("", line.number, cells)
    return _several_lines(line, waiting, lines, separator, width) or RawRow(
        "", line.number, [line.text[:4000]], fault="open_quote"
    )


def _several_lines(
    line: Line, waiting: deque[Line], lines: Iterator[Line], separator: str, width: int
) -> RawRow | None:
    """The row that starts in an open quote and ends some lines on with as many cells as its file has; else None."""
    if line.text.count(QUOTE) % 2 == 0:
        return None
    text = line.text
    for count in range(1, MOST_LINES):
        while len(waiting) < count and (more := next(lines, None)):
            waiting.append(more)
        if len(waiting) < count or waiting[count - 1].fault:
            return None
        text += "\n" + waiting[count - 1].text
        if waiting[count - 1].text.count(QUOTE) % 2 and (cells := _cells(text, separator)) is not None:
            if len(cells) != width:
                return None
            for _ in range(count):
                waiting.popleft()
            return RawRow("", line.number, cells, lines=count + 1)
    return None


def _cells(text: str, separator: str) -> list[str] | None:
    """The cells of one row; None where quotes do not pair."""
    if QUOTE not in text:
        return text.split(separator)
    try:
        rows = list(csv.reader(text.splitlines(keepends=True), delimiter=separator, strict=True))
    except csv.Error:
        return None
    return rows[0] if len(rows) == 1 else None


def _next(waiting: deque[Line], lines: Iterator[Line]) -> Line | None:
    return waiting.popleft() if waiting else next(lines, None)
