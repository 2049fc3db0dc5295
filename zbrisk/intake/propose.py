"""What an unknown heading may mean: by its letters, and by what stands below it."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from difflib import SequenceMatcher

from zbrisk.intake.cells.cell import is_nothing, plain
from zbrisk.intake.cells.readers import reader_of
from zbrisk.intake.headers.kinds import Field, heading
from zbrisk.intake.sheets import Sheet

__all__ = ["propose"]

LOOK = 200  # rows by whose cells a heading is judged
MOST = 3
LEAST = 0.5
TELLING = frozenset({
    "account", "case_number", "case_numbers", "clock", "code", "credit_code", "day", "day_and_clock", "flag", "moment",
    "money", "month", "plate", "resident_id",
})  # fmt: skip  # readers that refuse what is not theirs


def propose(sheets: Iterable[Sheet]) -> dict[tuple[str, str], list[str]]:
    """By list and unknown heading, up to three fields of the list that it may name, the likeliest first."""
    proposals = {}
    for sheet in sheets:
        if sheet.layout.kind and sheet.layout.unknown:
            first = next(sheet.rows(), [])[:LOOK]
            taken = {place for column in sheet.layout.columns.values() for place in column.places}
            for word in sheet.layout.unknown:  # which may also stand above a column that is known
                place = next(p for p, cell in enumerate(sheet.layout.cells) if cell == word and p not in taken)
                cells = [
                    row.cells[place] for row in first if place < len(row.cells) and row.row not in sheet.layout.header
                ]
                filled = [cell for cell in cells if not is_nothing(plain(cell))]
                open_fields = [f for f in sheet.layout.kind.fields.values() if f.name not in sheet.layout.columns]
                scores = {f.name: _likeness(word, f) + _understood(filled, f) for f in open_fields}
                best = sorted((name for name, score in scores.items() if score >= LEAST), key=lambda n: (-scores[n], n))
                proposals[sheet.layout.kind.name, word] = best[:MOST]
    return proposals


def _likeness(word: str, described: Field) -> float:
    """How much of a heading stands in the likest word of a field, 0 to 1."""
    ratios = (SequenceMatcher(None, word, heading(known)).ratio() for known in described.words)
    return max(ratios, default=0.0)


def _understood(cells: list[str], described: Field) -> float:
    """A share of cells that a field's reader takes, for readers that refuse what is not theirs; 0 to 1."""
    if described.reads not in TELLING or not cells:
        return 0.0
    read = reader_of(described.reads, described.codes, Decimal(1))
    return sum(read(cell).value is not None for cell in cells) / len(cells)
