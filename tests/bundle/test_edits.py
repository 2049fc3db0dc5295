"""726 edits of a signed bundle, 66 of each file: every one is refused in a sentence."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.bundle.test_bundle import FILES as EVERY
from tests.bundle.test_bundle import contents
from tests.support.bundle import targets, write_small
from zbrisk.bundle.audits import Audits
from zbrisk.bundle.bundle import read_bundle
from zbrisk.compiler.compiled import Program
from zbrisk.errors import BundleError

FILES = (*EVERY, "audits/concealed_assets.json")
FLIPS, CUTS = 40, 8
INSERTS = (b"\xef\xbb\xbf", b"\x00", b"\n", b" ", b"[" * 100_000)


def edits(content: bytes) -> Iterator[bytes]:
    """The file's bytes, changed."""
    for number in range(FLIPS):
        place = number * (len(content) - 1) // (FLIPS - 1)
        flipped = bytearray(content)
        flipped[place] ^= 1 << number % 8
        yield bytes(flipped)
    for number in range(CUTS):
        yield content[: number * len(content) // CUTS]
    for more in INSERTS:
        yield more + content
        yield content + more
    yield content.replace(b"\n", b"\r\n")
    yield content.replace(b"\n", b"\r")


def in_place_of(path: Path, other: Path) -> Iterator[None]:
    """Something that is no such file, in the file's place."""
    copy = path.with_name(".copy")
    path.rename(copy)
    yield
    for put in (
        lambda: path.symlink_to(copy.name),
        lambda: path.symlink_to("/dev/zero"),
        lambda: os.mkfifo(path),
        path.mkdir,
        lambda: shutil.copy(other, path),
    ):
        put()
        yield
        path.rmdir() if path.is_dir() else path.unlink()
    copy.rename(path)


@pytest.fixture
def folder(tmp_path: Path, program: Program) -> Path:
    first, *others = targets()
    audits = Audits(scores=(1.5, -0.25), labels=(1.0, 0.0), weights=(4.0, 4.0))
    return write_small(tmp_path / "bundle", program, targets=(replace(first, audits=audits), *others))


@pytest.mark.parametrize("name", FILES)
def test_every_edit_of_a_file_is_refused(folder: Path, name: str) -> None:
    path, whole = folder / name, contents(folder)
    tried = 0
    for content in edits(whole[name]):
        path.write_bytes(content)
        with pytest.raises(BundleError):
            read_bundle(folder)
        tried += 1
    path.write_bytes(whole[name])
    for _ in in_place_of(path, folder / FILES[FILES.index(name) - 1]):
        with pytest.raises(BundleError):
            read_bundle(folder)
        tried += 1
    assert tried * len(FILES) == 726
    assert contents(folder) == whole
    read_bundle(folder)
