"""A folder that travels between offices: a manifest with every file's hash, sealed by its own and signed beside it.

Bundles are such folders, and so are lessons. Nothing in one is believed before it is verified, and in this order: the
manifest's format, the signatures over its bytes, its seal, then the hash of every file that it names. What a file means
is the business of whoever reads it after that.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zbrisk.bundle.keys import KeyLike, PublicKey, SigningKey, given_keys, trusted_keys
from zbrisk.bundle.signature import check_signed, read_signatures, signed, write_signatures
from zbrisk.errors import BundleError
from zbrisk.files import replacing
from zbrisk.untrusted import parse_json

__all__ = ["DIGEST", "SealedFolder", "canonical_json", "digest_of"]

DIGEST = r"[0-9a-f]{64}"
MAX_BYTES = 256_000_000  # of one file
MAX_MANIFEST = 16_000_000


@dataclass(frozen=True, kw_only=True)
class SealedFolder:
    """One kind of sealed folder: how its own files are called, and what an error says of it.

    Args:
        noun: What it is, as in "is no bundle".
        manifest: The manifest's file.
        signatures: The file with the signatures of the manifest.
        format: The number that the manifest gives; another is refused.
        older: What to do about a folder of an older format.
        made_by: Where such a folder comes from.
        mend: What to do about one that is broken.
        unsigned: What to do about one that nobody trusted has signed, besides trusting the key; empty for nothing.
        folders: Folders of it that may hold files.
    """

    noun: str
    manifest: str
    signatures: str
    format: int
    older: str
    made_by: str
    mend: str
    unsigned: str = ""
    folders: tuple[str, ...] = ()

    def refuse_other(self, folder: Path) -> None:
        """Refuse to write where something else stands.

        Raises:
            BundleError: The folder exists and is something else.
        """
        if folder.exists() and not (folder / self.manifest).is_file():
            raise BundleError(f"{folder} exists and is no {self.noun}.", "Name a new folder; nothing was overwritten.")

    def write(self, folder: Path, document: Mapping[str, Any], files: Mapping[str, bytes], key: SigningKey) -> None:
        """Write it whole or not at all; the document is the manifest without format, files and seal.

        Raises:
            BundleError: The folder exists and is something else.
            DataError: It cannot be written to.
        """
        self.refuse_other(folder)
        hashes = {name: digest_of(content) for name, content in files.items()}
        manifest = {"format": self.format, **document, "files": hashes}
        sealed = canonical_json(manifest | {"seal": digest_of(canonical_json(manifest).encode())}).encode()
        own = {self.manifest: sealed, self.signatures: write_signatures(signed(sealed, key))}
        with replacing(folder) as draft:
            for name, content in ({**files} | own).items():
                path = draft / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)

    def manifest_bytes(self, root: Path) -> bytes:
        """The manifest as it lies there; nothing is verified."""
        if not (root / self.manifest).is_file():
            raise BundleError(f"{root} is no {self.noun}: it has no {self.manifest}.", self.made_by)
        return self.file_bytes(root, self.manifest, MAX_MANIFEST)

    def parsed(self, content: bytes, root: Path) -> dict[str, Any]:
        """The manifest of this format; nothing in it is believed yet."""
        path = root / self.manifest
        try:
            manifest = parse_json(content, str(path), error=BundleError)
            written = manifest["format"]
            if not isinstance(written, int) or isinstance(written, bool):
                raise TypeError(written)
        except (KeyError, TypeError, BundleError) as error:
            why = f": {error.problem}" if isinstance(error, BundleError) else "."
            raise BundleError(f"{path} cannot be read{why}", self.mend) from error
        if written != self.format:
            cure = "Install a newer zbrisk." if written > self.format else self.older
            raise BundleError(f"{root} is of format {written}; this zbrisk reads format {self.format}.", cure)
        found: dict[str, Any] = manifest
        return found

    def signers(self, content: bytes, root: Path, keys: Iterable[KeyLike] | None) -> Mapping[str, PublicKey]:
        """The trusted keys, by name, that signed the manifest; at least one."""
        trusted = trusted_keys() if keys is None else given_keys(keys)
        path = root / self.signatures
        found = read_signatures(self.file_bytes(root, self.signatures), path) if os.path.lexists(path) else None
        names = check_signed(content, found, trusted, root, noun=self.noun, unsigned=self.unsigned)
        return {name: trusted[name] for name in names}

    def check_seal(self, manifest: Mapping[str, Any], content: bytes, root: Path) -> None:
        """The manifest is what `write` writes, to the byte."""
        unsealed = {name: value for name, value in manifest.items() if name != "seal"}
        as_written = canonical_json(manifest).encode() == content
        if not as_written or manifest.get("seal") != digest_of(canonical_json(unsealed).encode()):
            raise BundleError(f"{root / self.manifest} is not what was written: its hash differs.", self.mend)

    def contents(self, root: Path, hashes: Mapping[str, str]) -> dict[str, bytes]:
        """Every file, verified; there is no other, except hidden ones, which nobody reads."""
        contents = {name: self.file_bytes(root, name) for name in hashes}
        for name, digest in hashes.items():
            if digest_of(contents[name]) != digest:
                raise BundleError(f"{name} in {root} is not what was written: its hash differs.", self.mend)
        try:
            more = sorted(set(self._found(root)) - hashes.keys() - {self.manifest, self.signatures})
        except OSError as error:
            raise BundleError(f"{root} cannot be looked through: {error.strerror}.", self.mend) from error
        if more:
            raise BundleError(
                f"{root} holds {more[0]!r:.120}, which is not of the {self.noun}.", "Move it out of the folder."
            )
        return contents

    def file_bytes(self, root: Path, name: str, most: int = MAX_BYTES) -> bytes:
        """A regular file of the folder's own: no link, no pipe, no device, not too large."""
        path = root / name
        try:
            if path.is_symlink() or (path.parent != root and path.parent.is_symlink()):
                raise BundleError(f"{name} in {root} is a link.", self.mend)
            if path.exists() and not path.is_file():
                raise BundleError(f"{name} in {root} is no file.", self.mend)
            handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
            with open(handle, "rb") as file:
                if not stat.S_ISREG(os.fstat(handle).st_mode):
                    raise BundleError(f"{name} in {root} is no file.", self.mend)
                content = file.read(most + 1)
        except FileNotFoundError as error:
            raise BundleError(f"{root} lacks {name}.", self.mend) from error
        except OSError as error:
            raise BundleError(f"{name} in {root} cannot be read: {error.strerror}.", self.mend) from error
        if len(content) > most:
            raise BundleError(f"{name} in {root} has more than {most:,} bytes.", self.mend)
        return content

    def _found(self, root: Path) -> Iterator[str]:
        """What lies in the folder, hidden files apart; folders are looked into one deep."""
        for path in root.iterdir():
            if path.name.startswith("."):
                continue
            if path.is_dir() and not path.is_symlink() and path.name in self.folders:
                yield from (f"{path.name}/{each.name}" for each in path.iterdir() if not each.name.startswith("."))
            else:
                yield path.name


def digest_of(content: bytes) -> str:
    """SHA-256, in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def canonical_json(document: Any) -> str:
    """JSON text that is the same for the same document.

    Raises:
        BundleError: It holds a number that is not finite.
    """
    try:
        return json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False, default=str) + "\n"
    except ValueError as error:
        raise BundleError("A figure that is no number cannot be kept here.", "Leave it out, or say null.") from error
