"""Which queries were checked before, kept in the user's home: checking those of a bundle takes more than a second.

    checked/NAME.json    the hashes of queries that passed and render as themselves, and what else was found of them

It holds no SQL: what runs is the bundle's own text, and a text that differs by a letter has another hash. Whoever may
write to the home as the user could let a query pass unchecked; keys are trusted by that folder too, and the engines are
locked besides. So files and folders that anybody else owns or may write to are not looked at: a home that a group may
write to, as umask 002 makes it, remembers nothing. Nor is anything looked at that is damaged or of another form, and
without the source of the code that checks nothing is kept: all this only saves time, and fails in silence.
"""

from __future__ import annotations

import atexit
import hashlib
import json
import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import sqlglot

from zbrisk.compiler.lookups import Lookups
from zbrisk.compiler.row_sources import RowSources
from zbrisk.errors import ZbriskError
from zbrisk.files import replacing
from zbrisk.home import home
from zbrisk.untrusted import parse_json

__all__ = ["CheckedBefore"]

FOLDER = "checked"
MOST_BYTES = 4_000_000  # of one file
KEPT = 16  # files; one for each program and dialect
OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH
Found = tuple[Lookups, RowSources]


class CheckedBefore:
    """Those of one program in one dialect, read once; what is added is written when the process ends, or before.

    Args:
        about: What the answers hang on besides the text of a query: the dialect, the names that it may read ...
    """

    def __init__(self, about: Iterable[str]) -> None:
        self._file = _file(about)
        self._known: dict[str, Any] = _read(self._file)
        self._new: dict[str, Any] = {}

    def passed(self, sql: str) -> bool:
        """Whether a query passed."""
        return isinstance(sql, str) and self._known.get(_digest([sql])) is not None

    def found(self, sql: str) -> Found | None:
        """What was found of a query that passed, if anything was."""
        known: Any = self._known.get(_digest([sql])) if isinstance(sql, str) else None
        try:
            lookups = {str(name): frozenset(map(_names, groups)) for name, groups in known["lookups"].items()}
            return lookups, frozenset(frozenset(_names(each)) for each in known["row_sources"])
        except (TypeError, KeyError, AttributeError, ValueError):
            return None

    def add(self, sql: str, found: Found | None = None) -> None:
        """Note that a query passed, and renders as itself."""
        key = _digest([sql])
        self._known[key] = self._new[key] = _said(*found) if found else {}
        _UNSAVED.add(self)

    def write(self) -> None:
        """Keep what was added, beside what others have added since."""
        if self._new:
            _write(self._file, self._new)
            self._new.clear()
        _UNSAVED.discard(self)


_UNSAVED: set[CheckedBefore] = set()  # they stay until the process ends, whoever else forgets them


@atexit.register
def _write_all() -> None:
    for each in list(_UNSAVED):
        each.write()


def _said(lookups: Lookups, sources: RowSources) -> dict[str, Any]:
    """What was found of a query, as JSON has it."""
    return {
        "lookups": {name: sorted(map(list, groups)) for name, groups in lookups.items()},
        "row_sources": sorted(map(sorted, sources)),
    }


def _names(listed: Any) -> tuple[str, ...]:
    if not isinstance(listed, list) or not all(isinstance(name, str) for name in listed):
        raise ValueError
    return tuple(listed)


def _digest(texts: Iterable[str]) -> str:
    return hashlib.sha256("\0".join(texts).encode(errors="surrogatepass")).hexdigest()


@cache
def _rules() -> str | None:
    """The code that checks; None where its source or the parser's version cannot be read, as in a zip file."""
    own = Path(__file__).parent
    code = sorted((*own.glob("*.py"), *own.parent.glob("*.py")))  # with zbrisk's version, and what a name is
    texts = (path.read_text(encoding="utf-8") for path in code)
    parser = getattr(sqlglot, "__version__", None)
    return _digest([parser, *texts]) if code and parser else None


def _file(about: Iterable[str]) -> Path | None:
    """Where it is kept; None for an account without a home, or where nobody can say what the rules are."""
    rules = _rules()
    if rules is None:
        return None
    with suppress(ZbriskError):
        return home() / FOLDER / f"{_digest([rules, *about])}.json"
    return None


def _read(path: Path | None) -> dict[str, Any]:
    """What a file holds, if nobody else can have written it."""
    if path is None:
        return {}
    try:
        if not _is_own(path.parent.parent.stat()) or not _is_own(path.parent.lstat()):
            return {}
        with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:
            about = os.fstat(file.fileno())
            if not _is_own(about) or not stat.S_ISREG(about.st_mode) or about.st_size > MOST_BYTES:
                return {}
            said = parse_json(file.read(MOST_BYTES), path.name)
    except (OSError, ValueError, AttributeError, ZbriskError):  # AttributeError: a system without owners
        return {}
    fits = isinstance(said, dict) and said.get("about") == path.stem and isinstance(said.get("passed"), dict)
    return {key: value for key, value in said["passed"].items() if isinstance(value, dict)} if fits else {}


def _is_own(about: os.stat_result) -> bool:
    return about.st_uid == os.geteuid() and not about.st_mode & OTHERS_WRITE


def _write(path: Path | None, new: dict[str, Any]) -> None:
    """Add to a file where the user has a home already; the oldest files go, and what a full one held."""
    if path is None:
        return
    with suppress(OSError, AttributeError, ZbriskError):
        if not _is_own(path.parent.parent.stat()):
            return
        path.parent.mkdir(mode=0o700, exist_ok=True)
        if not _is_own(path.parent.lstat()):
            return
        fitting = (each for each in _contents(path, new) if len(each) <= MOST_BYTES)
        if (content := next(fitting, None)) is None:
            return
        path.unlink(missing_ok=True)  # or the new one would go where a link points, and be open to whom the old one was
        with (
            replacing(path) as draft,
            open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file,
        ):
            file.write(content)
        for old in sorted(path.parent.glob("*.json"), key=lambda each: each.stat().st_mtime)[:-KEPT]:
            old.unlink(missing_ok=True)


def _contents(path: Path, new: dict[str, Any]) -> Iterator[bytes]:
    """What may be written: the new ones beside what is there, or alone."""
    for passed in ({**_read(path), **new}, new):
        yield json.dumps({"about": path.stem, "passed": passed}, separators=(",", ":")).encode()
