"""Clues that somebody set aside for a while: who, why, and until when."""

from __future__ import annotations

import csv
import datetime as dt
import io
import os
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from zbrisk.clues.safe_cell import safe_cell
from zbrisk.errors import DataError

__all__ = ["Snooze", "read_snoozes", "snooze", "snoozed_on"]


@dataclass(frozen=True, kw_only=True)
class Snooze:
    """One clue set aside; on the day `until` it is listed again."""

    case_id: str
    target: str
    author: str
    reason: str
    until: dt.date


COLUMNS = tuple(field.name for field in fields(Snooze))


def snooze(path: Path, entry: Snooze) -> None:
    """Add one entry at the end of a CSV file, which is made if need be; nothing that stands there is touched.

    Raises:
        DataError: A field is empty, or the file is not one of these or cannot be written to.
    """
    for name, value in zip(COLUMNS, astuple(entry), strict=True):
        if not str(value).strip():
            raise DataError(f"The {name} of the snooze is empty.", "Say who set the clue aside, and why.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _begin(path)
        read_snoozes(path)
        ends_well = path.read_bytes().endswith(b"\n")
        line = _line(str(safe_cell(str(value))) for value in astuple(entry))
        # one write at the end of the file: two people at once do not write into each other's line
        handle = os.open(path, os.O_WRONLY | os.O_APPEND)
        try:
            os.write(handle, (line if ends_well else "\r\n" + line).encode("utf-8"))
        finally:
            os.close(handle)
    except OSError as error:
        raise DataError(f"{path} cannot be written: {error.strerror}.", "Choose another file.") from error


def read_snoozes(path: Path) -> list[Snooze]:
    """All entries of a file, expired ones among them.

    Raises:
        DataError: The file cannot be read, lacks a column, or has a day that is none; file and row are named.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
            if missing:
                raise DataError(f"{path} lacks {', '.join(missing)}.", f"Its header is {','.join(COLUMNS)}.")
            return [_entry(path, reader.line_num, row) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"{path} cannot be read: {error}.", "Give what `zbrisk clues snooze` wrote.") from error


def snoozed_on(entries: Iterable[Snooze], day: dt.date) -> set[tuple[str, str]]:
    """The clues (case, target) that are set aside on a day; what has expired counts no more."""
    return {(entry.case_id, entry.target) for entry in entries if day < entry.until}


def _begin(path: Path) -> None:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    except FileExistsError:
        return
    try:
        os.write(handle, ("\ufeff" + _line(COLUMNS)).encode("utf-8"))
    finally:
        os.close(handle)


def _entry(path: Path, line: int, row: dict[str, str | None]) -> Snooze:
    case, target, author, reason, until = ((row[name] or "").strip() for name in COLUMNS)
    try:
        return Snooze(case_id=case, target=target, author=author, reason=reason, until=dt.date.fromisoformat(until))
    except ValueError:
        raise DataError(f"{path}, row {line}: until {until!r} is no day.", "Write it as 2026-11-22.") from None


def _line(values: Iterable[str]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow(values)
    return text.getvalue()
