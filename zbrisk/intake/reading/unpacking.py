"""The members of a zip archive, each a file by itself, within limits.

A member's name is a label and never a path: each is written under a number of ours, so that no name leads anywhere.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Member", "UnpackingError", "unpack"]

MOST_MEMBERS = 10_000
MOST_BYTES = 3 << 30  # that all members unpack to
PIECE = 1 << 20
UTF8_NAME = 0x800  # of a member's flags
ENCRYPTED = 0x1
LITTER = "__MACOSX"


class UnpackingError(Exception):
    """Nothing of the archive is used; the text is a code of `reasons.yaml`."""


@dataclass(frozen=True, kw_only=True)
class Member:
    """A file that an archive holds: the parts of its name, and where it lies now."""

    parts: tuple[str, ...]
    path: Path


def unpack(archive: Path, folder: Path) -> list[Member]:
    """Write the files of an archive into a folder, which is made.

    Raises:
        UnpackingError: It is no sound zip, has a password, or holds more than the limits.
    """
    folder.mkdir(parents=True)
    try:
        with zipfile.ZipFile(archive) as opened:
            return list(_members(opened, folder))
    # zipfile says NotImplementedError of a compression that it does not know
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise UnpackingError("archive_broken") from error


def _members(opened: zipfile.ZipFile, folder: Path) -> Iterator[Member]:
    listed = [info for info in opened.infolist() if not info.is_dir()]
    if any(info.flag_bits & ENCRYPTED for info in listed):
        raise UnpackingError("encrypted")
    if len(listed) > MOST_MEMBERS or sum(info.file_size for info in listed) > MOST_BYTES:
        raise UnpackingError("archive_too_large")
    left = MOST_BYTES  # what the directory says need not be true
    for number, info in enumerate(listed):
        parts = _parts(info)
        if parts and parts[0] != LITTER:
            path = folder / str(number)
            left -= _copy(opened, info, path, left)
            yield Member(parts=parts, path=path)


def _copy(opened: zipfile.ZipFile, info: zipfile.ZipInfo, path: Path, most: int) -> int:
    size = 0
    with opened.open(info) as source, path.open("xb") as target:
        while piece := source.read(PIECE):
            size += len(piece)
            if size > most:
                raise UnpackingError("archive_too_large")
            target.write(piece)
    return size


def _parts(info: zipfile.ZipInfo) -> tuple[str, ...]:
    """The name of a member, taken apart. Names without a mark of UTF-8 are in the encoding of the sender's system."""
    name = info.filename
    if not info.flag_bits & UTF8_NAME:
        raw = name.encode("cp437", "replace")
        name = next((text for encoding in ("utf-8", "gb18030") if (text := _decoded(raw, encoding))), name)
    return tuple(part for part in name.replace("\\", "/").split("/") if part not in ("", ".", ".."))


def _decoded(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return ""
