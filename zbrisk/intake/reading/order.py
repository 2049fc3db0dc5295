"""The order in which a person reads what stands on a page: columns first, then lines from top to bottom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from zbrisk.intake.reading.paragraphs import Line

__all__ = ["Piece", "lines_in_order"]

SAME_LINE = 0.5  # of the height, by which the middles of two pieces of a line may differ
GAP = 1.2  # heights between two cells of a row, or two words
MARGIN = 0.015  # of the page's width, at least, between two columns of text
FULL = 0.7  # of a column's width, that most of its lines fill; cells of a table do not
ROOM = 2.0  # heights that a full line may leave free: a letter that did not fit, a full stop that hangs over the edge
LEAST_LINES = 4  # of a column
CELLS_APART = "  "


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A piece of a line that was recognised: text, score, and the rectangle in which it stands."""

    text: str
    score: float
    left: float
    right: float
    top: float
    bottom: float

    @property
    def middle(self) -> float:
        """How far down its middle is."""
        return (self.top + self.bottom) / 2

    @property
    def height(self) -> float:
        """How high it is."""
        return self.bottom - self.top


def lines_in_order(pieces: Sequence[Piece]) -> Iterator[Line]:
    """The lines of a page, each with the lowest score of its pieces."""
    for block in _columns(pieces):
        rows = _rows(block)
        edge = _edge(rows)
        for row in rows:
            to_edge = row[-1].right >= edge - ROOM * row[-1].height
            yield Line(_joined(row), min(piece.score for piece in row), to_edge)


def _edge(rows: Sequence[Sequence[Piece]]) -> float:
    """The right edge of a column: where its long lines end, and not what a stamp or a note beside it reaches."""
    widths = [row[-1].right - row[0].left for row in rows]
    ends = sorted(row[-1].right for row, width in zip(rows, widths, strict=True) if width >= max(widths) / 2)
    return ends[len(ends) * 3 // 4] if ends else 0.0


def _columns(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """What stands above two columns of text, the left one, the right one, and what stands below; or all in one."""
    for cut in sorted({piece.left for piece in pieces}):
        left = [piece for piece in pieces if piece.right <= cut]
        right = [piece for piece in pieces if piece.left >= cut]
        if not _are_columns(left, right, pieces):
            continue
        top, bottom = max(map(_top, (left, right))), min(map(_bottom, (left, right)))
        across = [piece for piece in pieces if piece.left < cut < piece.right]
        if not any(top < piece.middle < bottom for piece in across):
            above, below = ([p for p in across if (p.middle <= top) is first] for first in (True, False))
            return [above, left, right, below]
    return [list(pieces)]


def _are_columns(left: Sequence[Piece], right: Sequence[Piece], pieces: Sequence[Piece]) -> bool:
    """Whether two groups are columns of text side by side, and no cells of a table."""
    if min(len(left), len(right)) < LEAST_LINES:
        return False
    edge = max(piece.right for piece in left), min(piece.left for piece in right)
    page = max(piece.right for piece in pieces) - min(piece.left for piece in pieces)
    filled = all(_fill(group) >= FULL for group in (left, right))
    beside = min(map(_bottom, (left, right))) - max(map(_top, (left, right)))
    shorter = min(_bottom(group) - _top(group) for group in (left, right))
    return filled and edge[1] - edge[0] >= MARGIN * page and beside >= shorter / 2


def _fill(group: Sequence[Piece]) -> float:
    """The share of a column's width that its middling line fills."""
    width = max(piece.right for piece in group) - min(piece.left for piece in group)
    return median(piece.right - piece.left for piece in group) / width


def _top(group: Sequence[Piece]) -> float:
    return min(piece.top for piece in group)


def _bottom(group: Sequence[Piece]) -> float:
    return max(piece.bottom for piece in group)


def _rows(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces that stand beside each other, from the left."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: p.middle):
        last = rows[-1] if rows else []
        if last and piece.middle - median(p.middle for p in last) < SAME_LINE * min(piece.height, last[-1].height):
            last.append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda p: p.left) for row in rows]


def _joined(row: Sequence[Piece]) -> str:
    """The text of a line; between cells of a row stand two blanks."""
    text = row[0].text
    for before, piece in pairwise(row):
        apart = piece.left - before.right > GAP * min(before.height, piece.height)
        text += (CELLS_APART if apart else "") + piece.text
    return text
