"""Reads workbooks in a process of its own: a hostile one may end this process, and not the intake.

    python -P -m zbrisk.intake.reading.child

Takes on stdin a line for each workbook, its path and that of the rows to write, as a JSON list; answers each on stdout
with a line: `ok`, or a word that says why not.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import python_calamine as calamine

from zbrisk.intake.reading.raw_rows import RawRow, write_rows

__all__ = ["as_text", "main"]

MEMORY = 3 << 30  # bytes
SECONDS = 600  # of a processor, for one workbook
MOST_CELLS = 60_000_000  # of one sheet, empty ones counted
EXACT = 10**15  # a spreadsheet keeps 15 digits of a number


def main() -> None:
    """Read what stdin names."""
    for line in sys.stdin:
        _limit()
        workbook, rows = json.loads(line)
        sys.stdout.write(f"{_read(workbook, Path(rows))}\n")
        sys.stdout.flush()


class _FarCellError(Exception):
    """A sheet reaches over more cells than are read."""


def _read(workbook: str, rows: Path) -> str:
    try:
        with open(workbook, "rb") as file:
            write_rows(_rows(calamine.CalamineWorkbook.from_filelike(file)), rows)
    except calamine.PasswordError:
        return "encrypted"
    except MemoryError:
        return "too_large"
    except _FarCellError:
        return "far_cell"
    except (calamine.CalamineError, OSError, ValueError):
        return "broken"
    return "ok"


def _rows(book: calamine.CalamineWorkbook) -> Iterator[RawRow]:
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        if sheet.start is None:
            continue
        if sheet.height * sheet.width > MOST_CELLS:
            raise _FarCellError
        left = sheet.start[1]  # iter_rows gives empty rows above the first cell, and no empty cells before it
        for number, cells in enumerate(sheet.iter_rows(), 1):
            texts = [as_text(cell) for cell in cells]
            while texts and not texts[-1]:
                texts.pop()
            yield RawRow(name, number, [""] * left + texts if texts else [])


def as_text(value: Any) -> str:
    """A cell as a person reads it; a number of more digits than a spreadsheet keeps stays a float, 3.39e+17."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (int, float)):
        if abs(value) >= EXACT:
            return f"{float(value):.14e}"
        return str(int(value)) if value == int(value) else repr(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ", "seconds")
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    return str(value)


def _limit() -> None:
    """Leave the next workbook MEMORY, and SECONDS from now."""
    if sys.platform == "win32":
        return
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + SECONDS, hard))


if __name__ == "__main__":
    main()
