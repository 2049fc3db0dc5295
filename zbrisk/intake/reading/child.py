"""Reads workbooks, Word and PDF in a process of its own: a hostile one may end this process, and not the intake.

    python -P -m zbrisk.intake.reading.child

Takes on stdin a line for each file, its path and that of the rows to write, as a JSON list; answers each on stdout
with a line: `ok`, or a word that says why not.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zbrisk.intake.reading.raw_rows import RawRow, write_rows

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

__all__ = ["as_text", "main"]

MEMORY = 3 << 30  # bytes
SECONDS = 600  # of a processor, for one workbook
MOST_CELLS = 60_000_000  # of one sheet, empty ones counted
MOST_PAGES = 2000
SLACK = 4  # halves of a letter by which a full line may be narrower than the widest
NUMBERED = re.compile(r"[ \u3000]*\d{1,3}[ \u3000、]")  # a row of a table, an item
ENDINGS = ("。", "；", "：", ";", ":")
LEAST_LETTERS = 20  # of a page that is no picture
EXACT = 10**15  # a spreadsheet keeps 15 digits of a number


def main() -> None:
    """Read what stdin names."""
    for line in sys.stdin:
        _limit()
        workbook, rows = json.loads(line)
        sys.stdout.write(f"{_read(workbook, Path(rows))}\n")
        sys.stdout.flush()


class _RefusedError(Exception):
    """A document that is not read; the reason is its text."""


class _FarCellError(Exception):
    """A sheet reaches over more cells than are read."""


def _read(path: str, rows: Path) -> str:
    with open(path, "rb") as file:
        start = file.read(5)
    if start == b"%PDF-":
        return _read_text(_pdf_lines, path, rows)
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            if "word/document.xml" in archive.namelist():
                return _read_text(_word_lines, path, rows)
    return _read_workbook(path, rows)


def _read_text(read: Callable[[str], Iterator[RawRow]], path: str, rows: Path) -> str:
    try:
        write_rows(read(path), rows)
    except MemoryError:
        return "too_large"
    except _RefusedError as refusal:
        return str(refusal)
    except Exception:  # whatever a parser says of a file from outside, the file is not read, and the next one is
        return "broken"
    return "ok"


def _pdf_lines(path: str) -> Iterator[RawRow]:
    """The lines of every page; a page that shows letters and holds none is a picture."""
    import pypdfium2

    number = 0
    for place, page in enumerate(pypdfium2.PdfDocument(path), 1):
        text = page.get_textpage().get_text_range(errors="replace")
        odd = sum(letter == "\ufffd" or "\ue000" <= letter <= "\uf8ff" for letter in text)
        if place > MOST_PAGES:
            raise _RefusedError("too_large")
        if len(text.strip()) < LEAST_LETTERS or odd * 20 > len(text):
            raise _RefusedError("picture")
        for line in _unwrapped(text.splitlines()):
            number += 1
            yield RawRow(str(place), number, [line])


def _unwrapped(lines: list[str]) -> Iterator[str]:
    """Paragraphs: a full line that ends no sentence goes on in the next unless that is numbered."""
    width = max(map(_width, lines), default=0)
    begun = ""
    for line in lines:
        if begun and NUMBERED.match(line):
            yield begun
            begun = ""
        begun += line
        if _width(line) < width - SLACK or line.endswith(ENDINGS):
            yield begun
            begun = ""
    if begun:
        yield begun


def _width(line: str) -> int:
    """How wide a line is, in halves of a Chinese letter."""
    return sum(1 if letter.isascii() else 2 for letter in line)


def _word_lines(path: str) -> Iterator[RawRow]:
    """The paragraphs, and each row of a table as one line with tabs."""
    import docx2python

    number = 0
    with docx2python.docx2python(path) as document:
        for table in document.document:
            for row in table:
                cells = ["\n".join(paragraphs) for paragraphs in row]
                text = cells[0] if len(cells) == 1 else "\t".join(" ".join(cell.split()) for cell in cells)
                for line in text.split("\n"):
                    number += 1
                    yield RawRow("1", number, [line])


def _read_workbook(workbook: str, rows: Path) -> str:
    import python_calamine as calamine

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


def _rows(book: CalamineWorkbook) -> Iterator[RawRow]:
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
