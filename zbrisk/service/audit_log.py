"""Who asked for what: one JSON line a call, each with a hash over itself and the hash before it.

A line that is changed, taken out or moved breaks the chain. Lines cut off at the end do not: note the last hash
elsewhere from time to time, as `zbrisk serve audit verify` prints it, to see that too. A line holds the name of the
key, the case's id and how the call ended; never a value of a record.

A process may die within a line. The next one writes on a line of its own, and says that it found a piece.
"""

from __future__ import annotations

import datetime as dt
import errno
import fcntl
import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zbrisk.errors import DataError
from zbrisk.files import cannot_write

__all__ = ["AuditLog", "Verified", "verify_log"]

FIRST = "0" * 64  # the hash before the first line
LONGEST = 16_384  # bytes of a line
LONGEST_ID = 200  # letters of a case's id; a longer one is no id
PIECE = "after_piece"


class AuditLog:
    """Appends to a file that several processes may write to."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def write(self, **entry: object) -> None:
        """Add a call.

        Raises:
            DataError: It cannot be written; then nobody may get an answer.
        """
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle = os.open(self.file, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX)
                self._append(handle, _entry(entry))
            finally:
                os.close(handle)  # which opens the lock
        except OSError as error:
            raise cannot_write(self.file, error) from error

    @property
    def is_writable(self) -> bool:
        """Whether a line can be written."""
        return os.access(self.file if self.file.exists() else self.file.parent, os.W_OK)

    def _append(self, handle: int, entry: dict[str, Any]) -> None:
        tail = _tail(handle)
        ended = b"" if tail.endswith(b"\n") or not tail else b"\n"
        lines = (tail + ended).splitlines(keepends=True)
        is_piece = bool(ended) and _parsed(lines[-1]) is None
        text = ended + _line(entry | ({PIECE: True} if is_piece else {}), _last_hash(lines))
        if os.write(handle, text) < len(text):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self.file))


@dataclass(frozen=True, kw_only=True)
class Verified:
    """A log that holds together: its lines, the pieces of lines among them, and the hash of the last."""

    lines: int
    pieces: int
    last: str


def verify_log(file: Path) -> Verified:
    """Verify every line of a log.

    Raises:
        DataError: It cannot be read, or a line was changed, taken out or put in; the line is named.
    """
    lines = pieces = 0
    last, piece = FIRST, False
    try:
        with file.open("rb") as log:
            for number, line in enumerate(log, 1):
                entry = _parsed(line)
                if entry is None:
                    if piece:
                        raise _broken(file, number)
                    piece, pieces = True, pieces + 1
                    continue
                if entry.get("previous") != last or _line(entry, last) != line or piece != bool(entry.get(PIECE)):
                    raise _broken(file, number)
                last, piece, lines = entry["hash"], False, lines + 1
    except OSError as error:
        raise DataError(f"{file} cannot be read: {error.strerror}.", "Give the audit log of a service.") from error
    return Verified(lines=lines, pieces=pieces, last=last)


def _broken(file: Path, number: int) -> DataError:
    return DataError(
        f"{file} was changed in line {number} or just before it.", "Compare it with a copy; lines before it hold."
    )


def _entry(entry: dict[str, object]) -> dict[str, Any]:
    now = dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")
    return {"at": now} | {name: None if value is None else str(value)[:LONGEST_ID] for name, value in entry.items()}


def _line(entry: dict[str, Any], previous: str) -> bytes:
    chained = {name: value for name, value in entry.items() if name != "hash"} | {"previous": previous}
    content = json.dumps(chained, ensure_ascii=True, separators=(",", ":"))
    chained["hash"] = hashlib.sha256(content.encode()).hexdigest()
    return json.dumps(chained, ensure_ascii=True, separators=(",", ":")).encode() + b"\n"


def _parsed(line: bytes) -> dict[str, Any] | None:
    try:
        entry = json.loads(line)
    except ValueError:
        return None
    return entry if isinstance(entry, dict) and isinstance(entry.get("hash"), str) and line.endswith(b"\n") else None


def _tail(handle: int) -> bytes:
    size = os.fstat(handle).st_size
    return os.pread(handle, 2 * LONGEST, max(0, size - 2 * LONGEST))


def _last_hash(lines: Sequence[bytes]) -> str:
    """The hash of the last whole line."""
    for line in reversed(lines):
        if (entry := _parsed(line)) is not None:
            return str(entry["hash"])
    return FIRST
