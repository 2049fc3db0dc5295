"""The text of OFD files (GB/T 33190): a zip with a page a file, whose text objects say where they stand."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from typing import Any

from zbrisk.intake.reading.order import Piece, lines_in_order
from zbrisk.intake.reading.paragraphs import Line

__all__ = ["OfdError", "ofd_pages"]

MOST_BYTES = 64 << 20  # of one part
MOST_TEXTS = 200_000  # of one page


class OfdError(Exception):
    """A file that is no OFD, or asks for more than is read."""


def ofd_pages(path: str, most: int) -> Iterator[list[Line]]:
    """The lines of each page in reading order; with a score of 1, for nothing was guessed.

    Raises:
        OfdError: It has more than `most` pages, or a part is missing, too large or no XML.
    """
    with zipfile.ZipFile(path) as archive:
        for body in _all(_parsed(archive, "OFD.xml"), "DocRoot"):
            root = _place("", body.text or "")
            document = _parsed(archive, root)
            templates = {
                each.get("ID"): _place(root, each.get("BaseLoc", "")) for each in _all(document, "TemplatePage")
            }
            pages = _all(document, "Page")
            if len(pages) > most:
                raise OfdError("too many pages")
            for page in pages:
                content = _parsed(archive, _place(root, page.get("BaseLoc", "")))
                under = [templates.get(each.get("TemplateID")) for each in _all(content, "Template")]
                parts = [*(_parsed(archive, place) for place in under if place), content]
                yield list(lines_in_order([piece for part in parts for piece in _pieces(part)]))


def _parsed(archive: zipfile.ZipFile, name: str) -> Any:
    """A part as XML; no entity is resolved and nothing is fetched."""
    from lxml import etree

    try:
        if archive.getinfo(name).file_size > MOST_BYTES:
            raise OfdError("too large")
        with archive.open(name) as opened:
            content = opened.read(MOST_BYTES + 1)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        return etree.fromstring(content, parser)
    except (KeyError, etree.XMLSyntaxError) as error:
        raise OfdError(name) from error


def _all(element: Any, name: str) -> list[Any]:
    """The elements of a name, in whatever namespace the writer put them."""
    return list(element.iter(f"{{*}}{name}"))


def _place(beside: str, said: str) -> str:
    """The name of a part that another names: from the root of the archive, or from where that one lies."""
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(beside), said.strip())).lstrip("/")


def _pieces(page: Any) -> Iterator[Piece]:
    for number, text in enumerate(_all(page, "TextObject")):
        if number > MOST_TEXTS:
            raise OfdError("too many texts")
        x, y, *_ = [*_numbers(text.get("Boundary", "")), 0.0, 0.0]
        size = next(iter(_numbers(text.get("Size", ""))), 0.0) or 4.0
        for code in _all(text, "TextCode"):
            letters = (code.text or "").strip("\r\n")
            if not letters.strip():
                continue
            left, base = x + float(code.get("X") or 0), y + float(code.get("Y") or 0)
            along, down = (sum(_steps(code.get(name, ""))) for name in ("DeltaX", "DeltaY"))
            width = along + size if along or down else size * len(letters)
            yield Piece(
                text=letters, score=1.0, left=left, right=left + width, top=base - size, bottom=base + max(down, 0.0)
            )


def _numbers(text: str) -> list[float]:
    """The numbers of an attribute.

    Raises:
        ValueError: It holds something else.
    """
    return [float(part) for part in text.split()]


def _steps(text: str) -> list[float]:
    """Steps between letters: `g 3 4.2` means three of them."""
    parts, steps = iter(text.split()), []
    for part in parts:
        if part == "g":
            count, step = int(next(parts)), float(next(parts))
            steps += [step * min(count, MOST_TEXTS)]
        else:
            steps.append(float(part))
    return steps
