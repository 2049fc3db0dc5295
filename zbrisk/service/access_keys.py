"""Access keys: who may call the service, and for what.

A key is 256 random bits, shown once, when it is made; the file keeps a hash of it. A hash without salt is enough for
a secret that nobody can guess, and lets a key be found without trying them all.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zbrisk.errors import DataError
from zbrisk.files import holding, replacing
from zbrisk.untrusted import read_json

__all__ = ["SCOPES", "AccessKey", "KeyRing", "new_key", "read_keys", "revoke_key"]

SCOPES: Mapping[str, str] = {
    "score": "levels, scores and probabilities of a case",
    "page": "the reviewer's page, masked",
    "raw": "everything that is said of a case, not masked: names, evidence rows, timeline",
    "reload": "take the bundle that was put in the place of the one served",
}
NAME = re.compile(r"\w[\w.@-]{0,63}")
BEGINS = "zbrisk_"  # so that a key is recognised where it was left by mistake
PRIVATE = 0o600


@dataclass(frozen=True, kw_only=True)
class AccessKey:
    """A key as the file keeps it; it opens nothing on `until` and after (None: no end)."""

    name: str
    digest: str
    scopes: frozenset[str]
    until: dt.date | None

    def holds_on(self, day: dt.date) -> bool:
        """Whether it is still good."""
        return self.until is None or day < self.until

    def to_json(self) -> dict[str, Any]:
        """As it stands in the file."""
        until = self.until and self.until.isoformat()
        return {"name": self.name, "sha256": self.digest, "scopes": sorted(self.scopes), "until": until}


def new_key(file: Path, name: str, scopes: Sequence[str], until: dt.date | None = None) -> str:
    """Make a key, and keep its hash in the file; gives the key itself, which nobody can read again.

    Raises:
        DataError: The name is unfit or taken, a scope is unknown, or the file cannot be read or written.
    """
    if not NAME.fullmatch(name):
        raise DataError(f"{name[:80]!r} cannot be the name of a key.", "Use letters, digits, . - _ or @.")
    if unknown := [scope for scope in scopes if scope not in SCOPES]:
        raise DataError(f"There is no scope {unknown[0][:80]!r}.", f"Use {', '.join(SCOPES)}.")
    if not scopes:
        raise DataError("A key without a scope opens nothing.", f"Give one or more of {', '.join(SCOPES)}.")
    token = BEGINS + secrets.token_urlsafe(32)
    key = AccessKey(name=name, digest=_digest(token), scopes=frozenset(scopes), until=until)
    with holding(file):
        kept = read_keys(file)
        if any(each.name == name for each in kept):
            cure = f"Take another name, or `zbrisk serve keys revoke {name}`."
            raise DataError(f"There is a key {name} already.", cure)
        _write(file, [*kept, key])
    return token


def revoke_key(file: Path, name: str) -> None:
    """Take a key away; running services refuse it from the next call on.

    Raises:
        DataError: There is none of that name, or the file cannot be read or written.
    """
    with holding(file):
        kept = read_keys(file)
        left = [each for each in kept if each.name != name]
        if len(left) == len(kept):
            raise DataError(f"There is no key {name[:80]}.", "See `zbrisk serve keys list`.")
        _write(file, left)


def read_keys(file: Path) -> list[AccessKey]:
    """The keys of a file, none where there is no file.

    Raises:
        DataError: The file is not what `new_key` writes.
    """
    if not file.exists():
        return []
    try:
        return [_key(each) for each in read_json(file)["keys"]]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        if isinstance(error, DataError):
            raise
        cure = "Move it away, and make new ones: `zbrisk serve keys new`."
        raise DataError(f"{file} holds no access keys.", cure) from error


class KeyRing:
    """The keys of a file as it stands at each call: read again when it has changed."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._seen: tuple[int, int, int] | None = None
        self._keys: dict[str, AccessKey] = {}

    def find(self, token: str, day: dt.date) -> AccessKey | None:
        """The key that somebody shows, if it is one and still good.

        Raises:
            DataError: The file cannot be read.
        """
        self._renew()
        key = self._keys.get(_digest(token))
        return key if key is not None and key.holds_on(day) else None

    def _renew(self) -> None:
        try:
            about = self.file.stat()
        except FileNotFoundError:
            self._seen, self._keys = None, {}
            return
        seen = (about.st_mtime_ns, about.st_size, about.st_ino)
        if seen != self._seen:
            self._keys = {key.digest: key for key in read_keys(self.file)}
            self._seen = seen


def _key(document: Mapping[str, Any]) -> AccessKey:
    until = document["until"]
    digest = document["sha256"]
    if not re.fullmatch("[0-9a-f]{64}", digest):
        raise ValueError(digest)
    return AccessKey(
        name=str(document["name"]),
        digest=digest,
        scopes=frozenset(document["scopes"]) & SCOPES.keys(),
        until=None if until is None else dt.date.fromisoformat(until),
    )


def _write(file: Path, keys: Sequence[AccessKey]) -> None:
    with replacing(file) as draft:
        draft.touch(PRIVATE)
        draft.write_text(json.dumps({"keys": [key.to_json() for key in keys]}, indent=1) + "\n", encoding="utf-8")


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).hexdigest()
