"""What lies in a folder, and how it would be read; nothing is written."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from zbrisk.intake.delivery import look_into
from zbrisk.intake.headers.find import LOOK, find_layout
from zbrisk.intake.headers.mapping import HeadingMap
from zbrisk.intake.reading.raw_rows import read_rows, sheets_of
from zbrisk.intake.reasons import reasons
from zbrisk.intake.store import LISTS, keep
from zbrisk.scratch import discard, own_folder

__all__ = ["Seen", "look"]


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A sheet, or a file that has none: what it is, which row is its header, which headings nobody knows, and which
    the list needs and are not there."""

    file: str
    sheet: str = ""
    what: str
    header: str = ""
    list: str = ""
    unknown: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    known: dt.date | None = None


def look(raw: Path) -> Iterator[Seen]:
    """What lies in `raw`, sheet by sheet.

    Raises:
        DataError: There is no such folder, or nothing in it.
    """
    scratch = own_folder(tempfile.gettempdir())
    try:
        store = keep(look_into(raw, scratch), scratch)
        for file in store.once():
            name = f"{file.batch}/{file.name}"
            if file.reason or file.kind not in LISTS:
                what = reasons()[file.reason].en if file.reason else file.kind
                yield Seen(file=name, what=what, known=file.known)
                continue
            for sheet in sheets_of(store.rows[file.sha256]):
                rows = read_rows(store.rows[file.sha256], sheet)
                layout = find_layout(list(islice((row for some in rows for row in some), LOOK + 1)), HeadingMap())
                yield Seen(
                    file=name,
                    sheet=sheet,
                    what=file.kind,
                    header=", ".join(map(str, layout.header)),
                    list=layout.kind.name if layout.kind else "none",
                    unknown=layout.unknown,
                    lacking=layout.lacking,
                    known=file.known if file.given else layout.day or file.known,
                )
    finally:
        discard(scratch)
