"""Reads workbooks, Word, PDF and pictures in a process of its own: a hostile one may end it, and not the intake.

    python -P -m zbrisk.intake.reading.child

Takes on stdin a line for each file, its path and that of the rows to write, as a JSON list; answers each on stdout
with a line: `ok`, or a word that says why not. A workbook at which it ended may be named again with no rows to write:
then the word alone is looked for, without the parser.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from zbrisk.intake.reading.ocr import MOST_PIXELS, ModelError, Recogniser, is_installed
from zbrisk.intake.reading.ofd import ofd_pages
from zbrisk.intake.reading.paragraphs import Line, cells_of, paragraphs
from zbrisk.intake.reading.raw_rows import RawRow, write_rows
from zbrisk.intake.reading.reach import MOST_CELLS, too_much
from zbrisk.intake.reading.sniffing import OLE, PICTURES

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

__all__ = ["as_text", "main"]

MEMORY = 4 << 30  # bytes of addresses; a million rows of 12 columns take 2 GiB
SECONDS = 600  # of a processor, for one file
PAGE_SECONDS = 120  # more for each page that is a picture
DOTS = 200  # to the inch
PICTURE_FORMATS = ("JPEG", "PNG", "TIFF", "BMP", "GIF")
MOST_PAGES = 2000
MOST_LETTERS = 16_000_000  # of a paper; a judgment has some 30,000
MOST_OLD_WORD = 64 << 20  # bytes
LEAST_LETTERS = 20  # of a page that is no picture
EXACT = 10**15  # a spreadsheet keeps 15 digits of a number

Item = TypeVar("Item")


def main() -> None:
    """Read what stdin names."""
    for line in sys.stdin:
        _limit()
        path, rows = json.loads(line)
        sys.stdout.write(f"{_read(path, Path(rows)) if rows else too_much(path)}\n")
        sys.stdout.flush()


class _RefusedError(Exception):
    """A document that is not read; the reason is its text."""


class _TooManyCellsError(Exception):
    """A sheet reaches over more cells than are read."""


def _read(path: str, rows: Path) -> str:
    with open(path, "rb") as file:
        start = file.read(8)
    if start.startswith(b"%PDF-"):
        return _read_text(_pdf_lines, path, rows)
    if start.startswith(PICTURES):
        return _read_text(_picture_lines, path, rows)
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
        if "word/document.xml" in names:
            return _read_text(_word_lines, path, rows)
        if "OFD.xml" in names:
            return _read_text(_ofd_lines, path, rows)
    if start == OLE:
        with open(path, "rb") as file:
            if "WordDocument".encode("utf-16-le") in file.read(MOST_OLD_WORD):
                return _read_text(_old_word_lines, path, rows)
    return _read_workbook(path, rows)


def _read_text(read: Callable[[str], Iterator[RawRow]], path: str, rows: Path) -> str:
    try:
        write_rows(_bounded(read(path), lambda row: sum(map(len, row.cells))), rows)
    except MemoryError:
        return "too_large"
    except _RefusedError as refusal:
        return str(refusal)
    except Exception:  # whatever a parser says of a file from outside, the file is not read, and the next one is
        return "broken"
    return "ok"


def _bounded(items: Iterator[Item], letters: Callable[[Item], int]) -> Iterator[Item]:
    """The rows or pages of a paper, as long as they are not too large together."""
    read = 0
    for item in items:
        read += letters(item)
        if read > MOST_LETTERS:
            raise _RefusedError("too_large")
        yield item


def _pdf_lines(path: str) -> Iterator[RawRow]:
    """The lines of every page; one that shows letters and holds none is a picture."""
    import pypdfium2

    def pages() -> Iterator[list[Line]]:
        for place, page in enumerate(pypdfium2.PdfDocument(path), 1):
            if place > MOST_PAGES:
                raise _RefusedError("too_large")
            text = page.get_textpage().get_text_range(errors="replace")
            odd = sum(letter == "\ufffd" or "\ue000" <= letter <= "\uf8ff" for letter in text)
            if len(text.strip()) < LEAST_LETTERS or odd * 20 > len(text):
                yield _recognised(_rendered, page)
            else:
                yield [Line(line) for line in text.splitlines()]

    return _numbered(pages())


def _picture_lines(path: str) -> Iterator[RawRow]:
    """The lines of a picture; those of several pages may be in one TIFF."""
    from PIL import Image, ImageOps, ImageSequence

    Image.MAX_IMAGE_PIXELS = None  # the limit below comes first

    def pages() -> Iterator[list[Line]]:
        with Image.open(path, formats=PICTURE_FORMATS) as picture:
            for place, page in enumerate(ImageSequence.Iterator(picture), 1):
                if place > MOST_PAGES or page.width * page.height > MOST_PIXELS:
                    raise _RefusedError("too_large")
                yield _recognised(_pixels, ImageOps.exif_transpose(page))

    return _numbered(pages())


def _ofd_lines(path: str) -> Iterator[RawRow]:
    """The lines of every page of an OFD; one that holds pictures alone is not read."""
    return _numbered(ofd_pages(path, MOST_PAGES), empty="picture")


def _old_word_lines(path: str) -> Iterator[RawRow]:
    """The lines of a .doc, by antiword where it is installed: it reads one file, in UTF-8, and runs nothing."""
    program = shutil.which("antiword")
    if program is None:
        raise _RefusedError("old_word")
    command = [program, "-m", "UTF-8.txt", "-w", "0", os.path.abspath(path)]
    done = subprocess.run(command, capture_output=True, check=False, timeout=SECONDS)
    if done.returncode:
        raise _RefusedError("broken")
    for number, line in enumerate(done.stdout.decode("utf-8", "strict").splitlines(), 1):
        yield RawRow("1", number, ["\t".join(line.strip("|").split("|")).strip()])


def _numbered(pages: Iterator[list[Line]], empty: str = "no_text") -> Iterator[RawRow]:
    """The paragraphs of all pages, a row for what stands on each."""
    whole = list(_bounded(pages, lambda lines: sum(len(line.text) for line in lines)))
    if not any(line.text for lines in whole for line in lines):
        raise _RefusedError(empty)
    for number, part in enumerate(paragraphs(whole), 1):
        yield RawRow(str(part.page), number, cells_of(part))


def _recognised(pixels: Callable[[Any], Any], page: Any) -> list[Line]:
    """The lines of a page that is a picture.

    Raises:
        _RefusedError: Nothing is here that recognises letters, or not what was tried.
    """
    if not is_installed():
        raise _RefusedError("picture")
    try:
        recogniser = _recogniser()
    except ModelError as error:
        raise _RefusedError("models") from error
    _allow(PAGE_SECONDS)
    return [line._replace(score=min(line.score, 0.999)) for line in recogniser.lines(pixels(page))]


@cache
def _recogniser() -> Recogniser:
    return Recogniser()


def _rendered(page: Any) -> Any:
    """A page of a PDF as pixels, at 200 dpi unless that were too many."""
    width, height = page.get_size()
    return page.render(scale=min(DOTS / 72, (MOST_PIXELS / max(width * height, 1)) ** 0.5)).to_numpy()[..., :3]


def _pixels(picture: Any) -> Any:
    """A picture as pixels, blue first."""
    import numpy as np

    return np.asarray(picture.convert("RGB"))[..., ::-1]


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
    except _TooManyCellsError:
        return too_much(workbook)
    except (calamine.CalamineError, OSError, ValueError):
        return "broken"
    return "ok"


def _rows(book: CalamineWorkbook) -> Iterator[RawRow]:
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        if sheet.start is None:
            continue
        if sheet.height * sheet.width > MOST_CELLS:
            raise _TooManyCellsError
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
    """Leave the next file MEMORY, and SECONDS from now."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _allow(SECONDS)


def _allow(seconds: int) -> None:
    """Leave this process some seconds of a processor, from now."""
    if sys.platform == "win32":
        return
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds, hard))


if __name__ == "__main__":
    main()
