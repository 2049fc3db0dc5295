"""Clues that somebody set aside for a while: who, why, and until when."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

from zbrisk.clues.safe_cell import quoted, unquoted
from zbrisk.errors import DataError
from zbrisk.files import holding, replacing

__all__ = ["Snooze", "read_snoozes", "snooze", "snoozed_on", "snoozed_targets"]


@dataclass(frozen=True, kw_only=True)
class Snooze:
    """One clue set aside; on the day `until` it is listed again."""

    case_id: str
    target: str
    author: str
    reason: str
    until: dt.date


SNOOZE_COLUMNS = tuple(field.name for field in fields(Snooze))
MARK = "\ufeff"  # tells spreadsheets that it is UTF-8


def snooze(path: Path, entry: Snooze) -> None:
    """Add one entry at the end of a CSV file, which is made if need be; nothing that stands there is changed.

    Many processes can add at once. A text that a spreadsheet would take for a formula has an apostrophe before it in
    the file, which `read_snoozes` takes away again.

    Raises:
        DataError: A field is empty, or the file is not one of these or cannot be written to; it stays as it was.
    """
    for name, value in asdict(entry).items():
        if not str(value).strip():
            raise DataError(f"The {name} of the snooze is empty.", "Say who set the clue aside, and why.")
    entry = replace(entry, target=entry.target.strip())
    with holding(path):
        before = read_snoozes(path) if path.exists() else []
        text = path.read_bytes().decode("utf-8-sig") if path.exists() else _line(SNOOZE_COLUMNS)
        header = next(csv.reader(io.StringIO(text, newline="")))
        cells = {name: quoted(str(value)) for name, value in asdict(entry).items()}
        line = _line(cells.get(name.strip(), "") for name in header)
        with replacing(path) as draft:
            draft.write_bytes(_bytes(MARK + text + ("" if text.endswith("\n") else "\r\n") + line))
            _require_readable(draft, [*before, entry])


def read_snoozes(path: Path) -> list[Snooze]:
    """All entries of a file, expired ones among them.

    Raises:
        DataError: The file cannot be read, lacks a column, or has a day that is none; file and row are named.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            reader.fieldnames = [name.strip() for name in reader.fieldnames or ()]
            missing = [name for name in SNOOZE_COLUMNS if name not in reader.fieldnames]
            if missing:
                raise DataError(f"{path} lacks {', '.join(missing)}.", f"Its header is {','.join(SNOOZE_COLUMNS)}.")
            return [_entry(path, reader.line_num, row) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"{path} cannot be read: {error}.", "Give what `zbrisk clues snooze` wrote.") from error


def snoozed_on(entries: Iterable[Snooze], day: dt.date) -> set[tuple[str, str]]:
    """The clues (case, target) that are set aside on a day; what has expired counts no more."""
    return {(entry.case_id, entry.target) for entry in entries if day < entry.until}


def snoozed_targets(entries: Iterable[Snooze], case_id: str, day: dt.date) -> dict[str, dt.date]:
    """By target, until when the clues of a case are set aside, of those that are on the day."""
    return {entry.target: entry.until for entry in entries if entry.case_id == case_id and day < entry.until}


def _entry(path: Path, line: int, row: dict[str, str | None]) -> Snooze:
    """Texts as they are, blanks included: they are keys of other tables."""
    case, target, author, reason, until = (unquoted(row[name] or "") for name in SNOOZE_COLUMNS)
    try:
        day = dt.date.fromisoformat(until.strip())
    except ValueError:
        raise DataError(f"{path}, row {line}: until {until!r} is no day.", "Write it as 2026-11-22.") from None
    return Snooze(case_id=case, target=target.strip(), author=author, reason=reason, until=day)


def _require_readable(draft: Path, entries: list[Snooze]) -> None:
    try:
        if read_snoozes(draft) == entries:
            return
    except DataError:  # it names the draft, which nobody knows
        pass
    raise DataError("The entry could not be read again as it was given.", "Shorten its texts; nothing was written.")


def _line(values: Iterable[str]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text).writerow(values)
    return text.getvalue()


def _bytes(text: str) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise DataError(
            f"{error.object[error.start]!r} is no character.", "Write the id as the tables have it."
        ) from error
