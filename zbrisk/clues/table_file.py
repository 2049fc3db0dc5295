"""A list as a file: its name's ending says in which form; it is written whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pandas as pd

from zbrisk.clues.frames import write_frames
from zbrisk.clues.spreadsheet import Worksheet, write_csv, write_workbook
from zbrisk.files import replacing, require_ending

__all__ = ["write_table"]


def write_table(
    path: str | Path,
    what: str,
    *,
    people: Callable[[], list[Worksheet]],
    programs: Callable[[], Iterable[pd.DataFrame]] | None = None,
    texts: Mapping[str, Callable[[], str]] | None = None,
) -> Path:
    """Write a list.

    Args:
        path: .csv holds the first sheet and .xlsx all of them, for people; .parquet what is for programs, where there
            is that; further endings what `texts` says.
        what: What the list is, for the error.
        people: Makes the sheets, when they are asked for.
        programs: Makes the table for programs, in frames that stand one after the other.
        texts: Endings to what makes the text.

    Raises:
        DataError: Another ending, or a folder that cannot be written to.
    """
    writers: dict[str, Callable[[Path], object]] = {}
    if programs is not None:
        writers[".parquet"] = lambda draft: write_frames(programs(), draft)
    writers[".csv"] = lambda draft: write_csv(people()[0], draft)
    writers[".xlsx"] = lambda draft: write_workbook(people(), draft)
    for ending, text in (texts or {}).items():
        writers[ending] = lambda draft, text=text: draft.write_text(text(), encoding="utf-8")  # type: ignore[misc]
    target = Path(path)
    require_ending(target, what, writers)
    with replacing(target) as draft:
        writers[target.suffix.lower()](draft)
    return target
