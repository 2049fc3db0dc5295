"""Lines of a text file in the encoding that it is in, strictly: no letter is guessed, none replaced.

A byte order mark decides, then whether the whole file is UTF-8 or GB18030. Where it is neither, as when two systems
wrote into one file, each line is read for itself: as UTF-8 if it is that, which other bytes hardly ever are, else as
GB18030. A line that is neither keeps its bytes in hex.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path
from typing import IO, AnyStr, NamedTuple

__all__ = ["Line", "encoding_of", "read_lines"]

LONGEST_LINE = 4_000_000  # bytes
PIECE = 1 << 20
UTF8, GB18030 = "utf-8", "gb18030"
MIXED = "mixed"
HEX_KEPT = 1000  # bytes of a line that fits no encoding


class Line(NamedTuple):
    """A physical line without its end. `fault` is a code of `reasons.yaml`, and `text` then what can be shown."""

    number: int
    text: str
    fault: str = ""


def encoding_of(path: Path) -> str:
    """utf-8, gb18030, utf-16 (with its order), or `mixed` where no one encoding fits the whole file."""
    with path.open("rb") as file:
        start = file.read(4096)
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        if wide := _wide(start):
            return wide
        for encoding in (UTF8, GB18030):
            file.seek(0)
            if _fits(file, encoding):
                return encoding
    return MIXED


def read_lines(path: Path, encoding: str) -> Iterator[Line]:
    """The lines of a file."""
    if encoding.startswith("utf-16"):
        yield from _wide_lines(path, encoding)
        return
    order = (UTF8, GB18030) if encoding == MIXED else (encoding,)
    with path.open("rb") as file:
        for number, line, whole in _lines(file, b"\n"):
            bare = line.rstrip(b"\r\n")
            if number == 1:
                bare = bare.removeprefix(codecs.BOM_UTF8)
            yield _decoded(number, bare, order) if whole else _overlong(number, bare)


def _wide(start: bytes) -> str:
    """UTF-16 without a mark, and its order; nothing for other text, even if some program left NUL bytes in it."""
    even, odd = start[0::2].count(0), start[1::2].count(0)
    if len(start) <= 3 or max(even, odd) <= len(start) // 8:
        return ""
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    text = start.decode(encoding, errors="ignore")
    # text has no NUL, and the ends of its lines are ends of lines in its own encoding
    return encoding if "\0" not in text and ("\n" in text or b"\n" not in start) else ""


def _fits(file: IO[bytes], encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        while piece := file.read(PIECE):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _decoded(number: int, line: bytes, order: tuple[str, ...]) -> Line:
    for encoding in order:
        try:
            return Line(number, line.decode(encoding))
        except UnicodeDecodeError:
            continue
    return Line(number, line[:HEX_KEPT].hex(), "bytes_of_no_encoding")


def _lines(file: IO[AnyStr], end: AnyStr) -> Iterator[tuple[int, AnyStr, bool]]:
    """Number, content and whether the line is whole: of one that never ends, the start alone is kept."""
    number = 0
    while line := file.readline(LONGEST_LINE):
        number += 1
        whole = line.endswith(end) or len(line) < LONGEST_LINE
        rest = line
        while not rest.endswith(end) and len(rest) == LONGEST_LINE:
            rest = file.readline(LONGEST_LINE)
        yield number, line, whole


def _wide_lines(path: Path, encoding: str) -> Iterator[Line]:
    number = 0
    with path.open(encoding=encoding, newline="") as file:
        try:
            for number, line, whole in _lines(file, "\n"):
                text = line.rstrip("\r\n").removeprefix("\ufeff")
                yield Line(number, text) if whole else _overlong(number, line[:HEX_KEPT].encode(encoding))
        except UnicodeDecodeError as error:
            yield Line(number + 1, error.object[:HEX_KEPT].hex(), "bytes_of_no_encoding")


def _overlong(number: int, start: bytes) -> Line:
    return Line(number, start[:HEX_KEPT].hex(), "overlong_line")
