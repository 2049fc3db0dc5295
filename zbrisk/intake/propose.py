"""What an unknown heading may mean: by its letters, by what stands below it, and by what the list still lacks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from zbrisk.intake.headers.find import Layout
from zbrisk.intake.headers.kinds import Field
from zbrisk.intake.headers.likeness import JUDGED_BY, LEAST, filled_cells, fits, likeness
from zbrisk.intake.sheets import Sheet

__all__ = ["propose"]

MOST = 3
NEEDED = 0.25  # likelier is what the list needs: it is there under another name


def propose(sheets: Iterable[Sheet]) -> dict[tuple[str, str], list[str]]:
    """By list and unknown heading, up to three fields of the list that it may name, the likeliest first."""
    proposals = {}
    for sheet in sheets:
        layout = sheet.layout
        if layout.kind and layout.unknown:
            first = [row for row in next(sheet.rows(), [])[:JUDGED_BY] if row.row not in layout.header]
            taken = {column.place for column in layout.columns.values()}
            for word in layout.unknown:  # which may also stand above a column that is known
                place = next(p for p, cell in enumerate(layout.cells) if cell == word and p not in taken)
                cells = filled_cells([row.cells[place] for row in first if place < len(row.cells)])
                proposals[layout.kind.name, word] = _proposed(word, _open_fields(layout, word), cells)
    return proposals


def _open_fields(layout: Layout, word: str) -> list[Field]:
    """The fields that no column is, and those that one is only until a better comes: 交易时间 is also the day.

    None are open for a heading that names a field of which another heading is the likelier.
    """
    assert layout.kind is not None
    if word in layout.kind.headings and word not in {layout.cells[column.place] for column in layout.columns.values()}:
        return []
    known = {layout.kind.headings.get(layout.cells[column.place], name) for name, column in layout.columns.items()}
    return [each for each in layout.kind.fields.values() if each.name not in known]


def _proposed(word: str, fields: Sequence[Field], cells: Sequence[str]) -> list[str]:
    scores = {each.name: likeness(word, each, cells) for each in fields}
    needed = [each.name for each in fields if (each.needed or each.needed_in_sheet) and fits(each, cells)]
    likely = [name for name, score in scores.items() if score >= LEAST] or (needed if len(needed) == 1 else [])
    return sorted(likely, key=lambda name: (-scores[name] - NEEDED * (name in needed), name))[:MOST]
