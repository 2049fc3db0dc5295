"""What arrived: the files of a folder, each with its content's hash, its batch, and the day on which it was known."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from tempfile import mkdtemp
from zipfile import is_zipfile as is_zip

from zbrisk.errors import DataError
from zbrisk.files import digest_of_file
from zbrisk.intake.cells.dates import find_day
from zbrisk.intake.headers.find import LOOK, find_layout
from zbrisk.intake.headers.mapping import HeadingMap
from zbrisk.intake.reading.delimited import read_delimited
from zbrisk.intake.reading.sniffing import Kind, sniff
from zbrisk.intake.reading.unpacking import UnpackingError, unpack

__all__ = ["DeliveredFile", "Delivery", "day_in_name", "look_into"]

QUARTER = re.compile(r"(?P<year>(?:19|20)\d{2})\s?[-_年.]?\s?(?:Q(?P<number>[1-4])|第?(?P<word>[一二三四1-4])季度)")
YEAR_END = re.compile(r"(?P<year>(?:19|20)\d{2})年(?:度|报)")
COMPACT = re.compile(r"(?<!\d)(?:19|20)\d{6}(?!\d)")
WORDS = {"一": 1, "二": 2, "三": 3, "四": 4}
MOST_FILES = 200_000


@dataclass(frozen=True, kw_only=True, order=True)
class DeliveredFile:
    """One file as it came.

    Attributes:
        batch: The delivery that it belongs to.
        name: Its path below the batch's folder, with slashes.
        sha256: The hash of its content.
        size: In bytes.
        kind: What it is.
        known: The day on which the office could see it, by option or by the names of file and folder.
        given: Whether that day was given, so that no title says otherwise.
    """

    batch: str
    name: str
    sha256: str
    size: int
    kind: str
    known: dt.date | None
    given: bool


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """The files of a folder, and where each lies."""

    files: tuple[DeliveredFile, ...]
    places: dict[str, Path]  # by hash


def look_into(raw: Path, scratch: Path, *, batch: str | None = None, known: dt.date | None = None) -> Delivery:
    """Look what lies in a folder; nothing is opened further than to see what it is, but archives are unpacked.

    Folders right below `raw` whose names say a day or a quarter (2025Q3) are batches; otherwise the folder is one.

    Args:
        raw: The folder.
        scratch: Another one, for what is unpacked.
        batch: The name of the delivery, if not that of its folder.
        known: The day on which the office could see it.

    Raises:
        DataError: There is no such folder, or nothing in it.
    """
    if not raw.is_dir():
        raise DataError(f"There is no folder {raw}.", "Give the folder in which the files lie as they came.")
    files: list[DeliveredFile] = []
    places: dict[str, Path] = {}
    for path in _paths(raw):
        for file, place in _with_members(raw, path, scratch, batch, known):
            files.append(file)
            places.setdefault(file.sha256, place)
    if not files:
        raise DataError(f"{raw} is empty.", "Give the folder in which the files lie as they came.")
    return Delivery(files=tuple(sorted(files)), places=places)


def day_in_name(name: str) -> dt.date | None:
    """The day that a name says: 2025-12-31, 20251231, 2025年12月31日, or the end of 2025Q4, 2025年第四季度."""
    if match := QUARTER.search(name):
        quarter = int(match["number"] or 0) or WORDS.get(match["word"]) or int(match["word"])
        return dt.date(int(match["year"]), 3 * quarter, 30 if quarter in (2, 3) else 31)
    if (day := find_day(name)) is not None:
        return day
    days = {find_day(f"{text[:4]}-{text[4:6]}-{text[6:]}") for text in COMPACT.findall(name)} - {None}
    if len(days) == 1:
        return days.pop()
    year = YEAR_END.search(name)
    return dt.date(int(year["year"]), 12, 31) if year else None


def _paths(raw: Path) -> list[Path]:
    """Every regular file below `raw`, links not followed, in the order of names."""
    found = []
    for folder, folders, names in os.walk(raw, followlinks=False):
        folders.sort()
        found += [Path(folder, name) for name in names if Path(folder, name).is_file()]
        if len(found) > MOST_FILES:
            raise DataError(f"{raw} holds more than {MOST_FILES:,} files.", "Give a smaller folder.")
    return sorted(path for path in found if not path.is_symlink())


def _with_members(
    raw: Path, path: Path, scratch: Path, batch: str | None, known: dt.date | None
) -> Iterator[tuple[DeliveredFile, Path]]:
    """A file and where it lies; then, of an archive, its members. One within another stays packed."""
    parts = path.relative_to(raw).parts
    file = _delivered(raw, path, parts, batch, known)
    if file.kind != Kind.ARCHIVE:
        yield file, path
        return
    try:
        members = unpack(path, Path(mkdtemp(dir=scratch)) / "members") if is_zip(path) else []
    except UnpackingError as refusal:
        yield replace(file, kind=str(refusal)), path
        return
    yield (replace(file, kind=str(Kind.UNPACKED)) if members else file), path
    for member in members:
        yield _delivered(raw, member.path, (*parts, *member.parts), batch, known), member.path


def _delivered(
    raw: Path, path: Path, parts: tuple[str, ...], batch: str | None, known: dt.date | None
) -> DeliveredFile:
    named = (day_in_name(part) for part in (Path(parts[-1]).stem, *reversed(parts[:-1]), raw.name))
    kind = _kind(path, parts[-1])
    if batch is None and len(parts) > 1 and day_in_name(parts[0]):
        batch, parts = parts[0], parts[1:]
    return DeliveredFile(
        batch=batch or raw.resolve().name,
        name="/".join(parts),
        sha256=digest_of_file(path),
        size=path.stat().st_size,
        kind=str(kind),
        known=known or next((day for day in named if day), None),
        given=known is not None,
    )


def _kind(path: Path, name: str) -> Kind:
    try:
        kind = sniff(path, name)
        if kind is Kind.DELIMITED and name.lower().endswith(".txt") and not _has_header(path):
            return Kind.DOCUMENT  # a paper with a table in it
        return kind
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror}.", "Give yourself the right to read it.") from error


def _has_header(path: Path) -> bool:
    return find_layout(list(islice(read_delimited(path), LOOK)), HeadingMap()).kind is not None
