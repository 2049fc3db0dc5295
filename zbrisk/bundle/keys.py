"""Who signs and who is trusted: Ed25519 keys in the user's config folder, and nowhere else.

    key.pem            the user's own key, made when it is first needed; only its owner can read it
    account-salt       what account numbers are hashed with, made and kept like the key; see zbrisk.intake
    trusted/NAME.pub   a key that the user trusts, one line in OpenSSH's form
    seen/              see `last_seen`
    checked/           see `zbrisk.compiler.checked_before`

The folder is that of `zbrisk.home`. The user's own key is trusted too.
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from zbrisk.errors import DataError
from zbrisk.files import replacing
from zbrisk.home import HOME, home
from zbrisk.untrusted import read_bytes

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

__all__ = [
    "KeyLike", "PublicKey", "SigningKey", "has_own_key", "own_key", "own_secret", "trust", "trusted_keys", "untrust",
]  # fmt: skip

MOST_BYTES = 10_000  # of a key's file
NAME = re.compile(r"\w[\w.@-]{0,63}")
KIND = "ssh-ed25519"
WIRE = b"\x00\x00\x00\x0bssh-ed25519\x00\x00\x00\x20"  # what the key's 32 bytes stand behind (RFC 8709)
LINE = re.compile(rf"(?:{KIND}\s+)?(?P<key>[A-Za-z0-9+/]{{68}})(?:\s+(?P<name>\S.*))?", re.ASCII)


@dataclass(frozen=True)
class PublicKey:
    """The half of a key that others have, 32 bytes; its text is a line of OpenSSH's .pub files."""

    raw: bytes

    @property
    def text(self) -> str:
        """The key as people send it to each other."""
        return f"{KIND} {base64.b64encode(WIRE + self.raw).decode()}"

    @property
    def fingerprint(self) -> str:
        """What people compare over the telephone; `ssh-keygen -lf` says the same."""
        return f"SHA256:{base64.b64encode(hashlib.sha256(WIRE + self.raw).digest()).decode().rstrip('=')}"

    def verifies(self, signature: bytes, message: bytes) -> bool:
        """Whether the key's owner signed the message."""
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True

    @classmethod
    def of(cls, text: str) -> PublicKey:
        """Read a key's text; what follows the key is left out.

        Raises:
            DataError: It is no Ed25519 key.
        """
        return cls(_parsed(text)[0])


KeyLike = PublicKey | str | Path


class SigningKey:
    """The half of a key that nobody else has."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private

    @cached_property
    def public(self) -> PublicKey:
        """The other half."""
        return PublicKey(self._private.public_key().public_bytes_raw())

    @classmethod
    def new(cls) -> SigningKey:
        """A key that is kept nowhere: it is gone with the process."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return cls(Ed25519PrivateKey.generate())

    def sign(self, message: bytes) -> bytes:
        """64 bytes, the same for the same message."""
        return self._private.sign(message)


def has_own_key() -> bool:
    """Whether the user has a key already."""
    return (home() / "key.pem").exists()


def own_key() -> SigningKey:
    """The user's own key, made if there is none.

    Raises:
        DataError: It cannot be made or read, or others can read it.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    pem = own_secret("key.pem", _new_pem)
    try:
        private = load_pem_private_key(pem, password=None)
        if isinstance(private, Ed25519PrivateKey):
            return SigningKey(private)
    except (ValueError, TypeError) as error:
        if isinstance(error, DataError):
            raise
    raise DataError(
        f"{home() / 'key.pem'} is no Ed25519 key in PEM without a password.", "Move it away; a new one is made."
    )


def own_secret(name: str, new: Callable[[], bytes]) -> bytes:
    """What a file of the user's config folder holds that only its owner can read, made if there is none.

    Args:
        name: The file's.
        new: Makes what a new file holds.

    Raises:
        DataError: It cannot be made or read, or others can read it.
    """
    path = home() / name
    if not path.exists():
        _make(path, new())
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise DataError(f"Others can read the secret {path}.", f"chmod 600 {path}; if they may have, remove it.")
    return read_bytes(path, MOST_BYTES)


def trusted_keys() -> Mapping[str, PublicKey]:
    """The keys that the user trusts by the names given to them; the user's own, where there is one, is `own`.

    Raises:
        DataError: One of them cannot be read.
    """
    files = sorted((home() / "trusted").glob("*.pub"))
    found = {path.stem: PublicKey(_read(path)[0]) for path in files if not path.name.startswith(".")}
    return found | ({OWN: own_key().public} if has_own_key() else {})


OWN = "own"


def given_keys(keys: Iterable[KeyLike]) -> Mapping[str, PublicKey]:
    """Keys as a caller names them: texts, or .pub files.

    Raises:
        DataError: One of them is no key.
    """
    read = [key if isinstance(key, PublicKey) else PublicKey(_parsed_or_read(key)[0]) for key in keys]
    return {key.fingerprint: key for key in read}


def trust(key: str | Path, name: str | None = None) -> tuple[str, PublicKey]:
    """Trust a key from now on, under a name: the one given, the one in the key's line, or its fingerprint's start.

    Raises:
        DataError: It is no key, or the name is unfit or stands for another key.
    """
    raw, said = _parsed_or_read(key)
    public = PublicKey(raw)
    chosen = name or said or f"key-{hashlib.sha256(raw).hexdigest()[:8]}"
    if not NAME.fullmatch(chosen) or chosen == OWN:
        raise DataError(
            f"{chosen[:80]!r} cannot be the name of a key.", "Give --name with letters, digits, . - _ or @."
        )
    if trusted_keys().get(chosen, public) != public:
        raise DataError(
            f"The name {chosen} stands for another key.",
            f"Give another --name, or first `zbrisk bundles untrust {chosen}`.",
        )
    with replacing(_folder(home() / "trusted") / f"{chosen}.pub") as draft:
        draft.write_text(f"{public.text} {chosen}\n", encoding="utf-8")
    return chosen, public


def untrust(which: str) -> list[str]:
    """Trust a key no more, by its name or fingerprint; gives the names that stood for it.

    Raises:
        DataError: No such key is trusted, or it is the user's own.
    """
    known = trusted_keys()
    names = [name for name, key in known.items() if which in (name, key.fingerprint)]
    if not names:
        raise DataError(f"No key {which[:80]} is trusted.", "See `zbrisk bundles keys`.")
    if OWN in names:
        raise DataError(
            "This is your own key.", f"Move {home() / 'key.pem'} away; a new one is made when it is needed."
        )
    for name in names:
        (home() / "trusted" / f"{name}.pub").unlink(missing_ok=True)
    return names


def _new_pem() -> bytes:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _make(path: Path, content: bytes) -> None:
    """Write a new secret, readable by its owner alone; of several at once the first stands."""
    draft = _folder(path.parent) / f".{path.stem}.{os.getpid()}.{os.urandom(4).hex()}"
    try:
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(draft, path)
    except OSError as error:
        raise _not_written(path, error) from error
    finally:
        draft.unlink(missing_ok=True)


def _folder(path: Path) -> Path:
    try:
        home().mkdir(mode=0o700, parents=True, exist_ok=True)
        path.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise _not_written(path, error) from error
    return path


def _not_written(path: Path, error: OSError) -> DataError:
    return DataError(f"{path} cannot be written: {error.strerror}.", f"Set {HOME} to a folder that you may write to.")


def _parsed_or_read(key: str | Path) -> tuple[bytes, str | None]:
    if isinstance(key, str) and LINE.fullmatch(key.strip()):
        return _parsed(key)
    return _read(Path(key))


def _read(path: Path) -> tuple[bytes, str | None]:
    try:
        text = read_bytes(path, MOST_BYTES).decode()
    except UnicodeDecodeError as error:
        raise _no_key(str(path)) from error
    if "PRIVATE KEY" in text:
        raise DataError(f"{path} is the half of a key that is secret.", "Give the other half: `zbrisk bundles key`.")
    return _parsed(text, str(path))


def _parsed(text: str, place: str | None = None) -> tuple[bytes, str | None]:
    """The key's 32 bytes, and the name behind it."""
    found = LINE.fullmatch(text.strip())
    wire = base64.b64decode(found["key"]) if found else b""
    if found is None or not wire.startswith(WIRE):
        raise _no_key(place or text)
    return wire.removeprefix(WIRE), found["name"]


def _no_key(what: str) -> DataError:
    said = " ".join(what.split())
    return DataError(
        f"{said if len(said) <= 80 else said[:77] + '...'} is no Ed25519 key.",
        "Give what `zbrisk bundles key` prints where the bundle was signed, or a .pub file with it.",
    )
