"""Which queries were checked before, kept in the user's home: checking those of a bundle takes more than a second.

    checked/NAME.json    the hashes of queries that passed and render as themselves, and what else was found of them

It holds no SQL: what runs is the bundle's own text, and a text that differs by a letter has another hash. Whoever can
write there could let a query pass unchecked, but could as well trust a key or change the code, which lie beside it or
are run by the same account: nobody gains a power. So files and folders that anybody else owns or may write to
are not looked at. Nor is anything that does not fit: all this only saves time, and fails in silence.
"""

from __future__ import annotations

import atexit
import hashlib
import json
import os
import stat
import weakref
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from zbrisk.compiler.lookups import Lookups
from zbrisk.compiler.row_sources import RowSources
from zbrisk.errors import ZbriskError
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
        self._file = _file(_digest([_rules(), *about]))
        self._known: dict[str, Any] = _read(self._file)
        self._new: dict[str, Any] = {}
        _OPEN.add(self)

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
        lookups, sources = found or ({}, ())
        said = {
            "lookups": {name: sorted(map(list, groups)) for name, groups in lookups.items()},
            "row_sources": sorted(map(sorted, sources)),
        }
        self._known[_digest([sql])] = self._new[_digest([sql])] = said if found else {}

    def write(self) -> None:
        """Keep what was added, beside what others have added since."""
        if self._new:
            _write(self._file, {**_read(self._file), **self._new})
            self._new.clear()


_OPEN: weakref.WeakSet[CheckedBefore] = weakref.WeakSet()


@atexit.register
def _write_all() -> None:
    for each in list(_OPEN):
        each.write()


def _names(listed: Any) -> tuple[str, ...]:
    if not isinstance(listed, list) or not all(isinstance(name, str) for name in listed):
        raise ValueError
    return tuple(listed)


def _digest(texts: Iterable[str]) -> str:
    return hashlib.sha256("\0".join(texts).encode(errors="surrogatepass")).hexdigest()


@cache
def _rules() -> str:
    """The code that checks: its own, and the parser's version."""
    code = sorted(Path(__file__).parent.glob("*.py"))
    return _digest([version("sqlglot"), *(path.read_text(encoding="utf-8") for path in code)])


def _file(name: str) -> Path | None:
    """Where it is kept; None for an account without a home."""
    with suppress(ZbriskError):
        return home() / FOLDER / f"{name}.json"
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


def _write(path: Path | None, passed: dict[str, Any]) -> None:
    """Write a file whole or not at all, where the user has a home already; the oldest ones go."""
    if path is None:
        return
    with suppress(OSError, AttributeError):
        content = json.dumps({"about": path.stem, "passed": passed}, separators=(",", ":")).encode()
        if len(content) > MOST_BYTES or not _is_own(path.parent.parent.stat()):
            return
        path.parent.mkdir(mode=0o700, exist_ok=True)
        if not _is_own(path.parent.lstat()):
            return
        draft = path.with_name(f".{os.getpid()}.{os.urandom(4).hex()}")
        try:
            with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(content)
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
        for old in sorted(path.parent.glob("*.json"), key=lambda each: each.stat().st_mtime)[:-KEPT]:
            old.unlink(missing_ok=True)
