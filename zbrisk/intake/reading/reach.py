"""Why a workbook was too much: a cell that stands far from all others, or a table that is too large.

A parser lays a sheet out as a rectangle, empty cells included, and one cell in the far corner makes 17 thousand million
of them. Here the cells' addresses alone are gone through, in a stream.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from functools import reduce
from typing import IO

__all__ = ["MOST_CELLS", "too_much"]

MOST_CELLS = 60_000_000  # of one sheet, empty ones counted
FILLED = 10  # where fewer than one cell in ten is filled, one stands far out
LEAST = 256 << 20  # bytes that a large workbook unpacks to; a smaller one says something false of itself
SHEETS = "xl/worksheets/"
ADDRESS = re.compile(rb' r="([A-Z]{1,3})(\d{1,7})"')  # rows have a number alone
LONGEST = 15  # bytes of an address
PIECE = 1 << 20


def too_much(workbook: str) -> str:
    """`far_cell`, `too_large`, or `stopped` where neither is seen: no xlsx, a broken one, or one with a false count."""
    try:
        with zipfile.ZipFile(workbook) as archive:
            parts = archive.infolist()
            if any(_has_far_cell(archive.open(part)) for part in parts if part.filename.startswith(SHEETS)):
                return "far_cell"
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError):
        return "stopped"
    return "too_large" if sum(part.file_size for part in parts) > LEAST else "stopped"


def _has_far_cell(sheet: IO[bytes]) -> bool:
    """Whether a sheet reaches over more cells than are read, and few of them are filled."""
    filled, width, height = 0, 0, 0
    for addresses in _addresses(sheet):
        filled += len(addresses)
        width = max(width, *map(_column, {letters for letters, _ in addresses}))
        height = max(height, *(int(row) for _, row in addresses))
    return width * height > MOST_CELLS and filled * FILLED < width * height


def _addresses(sheet: IO[bytes]) -> Iterator[list[tuple[bytes, bytes]]]:
    """The column and the row of every cell, in the order in which they stand."""
    end = b""
    while piece := sheet.read(PIECE):
        if found := ADDRESS.findall(end + piece):
            yield found
        end = piece[-LONGEST + 1 :]  # an address may go on in the next piece


def _column(letters: bytes) -> int:
    """1 for A, 27 for AA."""
    return reduce(lambda number, letter: number * 26 + letter - 64, letters, 0)
