"""How likely it is that a heading which no list has names a field: by its letters, and by the cells below it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from difflib import SequenceMatcher

from zbrisk.intake.cells.cell import is_nothing, plain
from zbrisk.intake.cells.readers import reader_of
from zbrisk.intake.headers.kinds import Field, heading, list_kinds

__all__ = ["JUDGED_BY", "LEAST", "filled_cells", "fits", "likeness"]

JUDGED_BY = 200  # rows by whose cells a heading is judged
LEAST = 0.5  # likeness at which a heading may name a field, and share of its cells that the field's reader takes
WITHIN = 0.75  # likeness of a heading that holds a known one, or is part of one, at least
FIRST = 0.1  # more where it begins with it: 借方发生额 is what 借方 says, of all that are 发生额
TELLING = frozenset({
    "account", "case_number", "case_numbers", "clock", "code", "credit_code", "day", "day_and_clock", "flag", "moment",
    "money", "month", "plate", "resident_id",
})  # fmt: skip  # readers that refuse what is not theirs


def likeness(word: str, described: Field, cells: Sequence[str]) -> float:
    """0 to 2; cells that are nothing of the field's kind make it 0.

    Args:
        word: The heading.
        described: The field.
        cells: What stands below the heading, without empty cells.
    """
    if not fits(described, cells):
        return 0.0
    letters = max((_letters(word, known) for known in _words(described)), default=0.0)
    return letters + (_share(described, cells) if described.reads in TELLING else 0.0)


def fits(described: Field, cells: Sequence[str]) -> bool:
    """Whether most cells can be what a field says."""
    return not cells or _share(described, cells) >= LEAST


def filled_cells(cells: Sequence[str]) -> list[str]:
    """The cells that say something."""
    return [cell for cell in cells if not is_nothing(plain(cell))]


def _share(described: Field, cells: Sequence[str]) -> float:
    read = reader_of(described.reads, described.codes, Decimal(1))
    return sum(read(cell).value is not None for cell in cells) / len(cells) if cells else 0.0


def _words(described: Field) -> set[str]:
    """The words of a field, and of the same field of other lists."""
    of_all = (kind.fields.get(described.name) for kind in list_kinds().values())
    same = (f for f in of_all if f and (f.reads, f.codes) == (described.reads, described.codes))
    return {heading(word) for each in (described, *same) for word in each.words}


def _letters(word: str, known: str) -> float:
    if known in word or word in known:
        short, long = sorted((len(word), len(known)))
        begins = FIRST if short < long and word.startswith(known) else 0.0
        return WITHIN + (1 - WITHIN) * short / long + begins
    return SequenceMatcher(None, word, known).ratio()
