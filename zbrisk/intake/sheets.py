"""The sheets of all kept files, in the one order in which they are taken in: by the day they were known, then by name.

That order makes the tables the same in whatever order batches came.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from zbrisk.errors import DataError
from zbrisk.intake.headers.find import LOOK, Layout, find_layout
from zbrisk.intake.headers.mapping import HeadingMap
from zbrisk.intake.reading.raw_rows import RawRow, read_rows, sheets_of
from zbrisk.intake.store import LISTS, KeptFile, Store

__all__ = ["Sheet", "sheets_in_order"]

FEW = 10  # rows; what has no header and fewer is a remark


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One sheet of a file; `known` is the day on which the office could see its rows."""

    file: KeptFile
    name: str
    place: int
    layout: Layout
    known: dt.date
    path: Path

    def rows(self) -> Iterator[list[RawRow]]:
        """Its rows, some thousand at a time."""
        return read_rows(self.path, self.name)


def sheets_in_order(store: Store, mapping: HeadingMap) -> list[Sheet]:
    """All sheets of lists that are read.

    Raises:
        DataError: A list says nowhere on which day it was known.
    """
    sheets = [
        sheet
        for file in store.once()
        if file.kind in LISTS and not file.reason
        for sheet in _sheets(store, file, mapping)
    ]
    return sorted(sheets, key=lambda s: (s.known, s.file.batch, s.file.name, s.file.sha256, s.place))


def _sheets(store: Store, file: KeptFile, mapping: HeadingMap) -> Iterator[Sheet]:
    path = store.rows[file.sha256]
    for place, name in enumerate(sheets_of(path)):
        first = list(islice((row for rows in read_rows(path, name) for row in rows), LOOK + 1))
        layout = find_layout(first, mapping)
        known = file.known if file.given else layout.day or file.known
        if known is None:
            raise DataError(
                f"{file.name} says nowhere on which day it was known.",
                "Give --known DAY, or put it into a folder such as 2025Q4; a guessed day would leak the future.",
            )
        yield Sheet(file=file, name=name, place=place, layout=layout, known=known, path=path)
