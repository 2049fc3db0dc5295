"""Folders that belong to one process: what it works in, and how the next one knows that it is gone.

The name of such a folder says whose it is: which running system (its boot and its space of process numbers), which
process, and when that began. A folder is left over if its process is dead, or if it is this very process and has
finished with it. Whether a process of another system lives, such as one on another machine that shares the folder,
cannot be known; what it made counts as left over only when nothing in it has changed for a day by the clock of the
disk. Even then a process that lives after all loses no data: its write ends with an error, and the old file stands.
"""

from __future__ import annotations

import hashlib
import os
import platform
import re
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from zbrisk.stopping import undisturbed

__all__ = [
    "NAME",
    "discard",
    "left_over",
    "own_folder",
    "own_name",
    "own_temporary_folder",
    "release",
    "sweep_temporary",
]

NAME = re.compile(r"\.?zbrisk-(?P<system>[0-9a-f]{12})-(?P<pid>\d+)-(?P<began>\d+)-[0-9a-f]{8}")
REST = 24 * 60 * 60  # seconds

_in_use: set[str] = set()


@dataclass(frozen=True)
class Owner:
    """A process: the system that it runs on, its number there, and when it began (0 where that cannot be known)."""

    system: str
    pid: int
    began: int

    @classmethod
    def this(cls) -> Owner:
        """This process."""
        return cls(_system(), os.getpid(), _began("self"))

    @property
    def lives(self) -> bool:
        """Whether the process runs; for this system alone."""
        if os.name != "posix":  # elsewhere signal 0 is no mere question
            return True
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            return True
        return _began(str(self.pid)) in (0, self.began)


def own_name() -> str:
    """A new name for a folder of this process, which counts as in use until `discard`."""
    owner = Owner.this()
    name = f"zbrisk-{owner.system}-{owner.pid}-{owner.began}-{secrets.token_hex(4)}"
    _in_use.add(name)
    return name


def own_folder(parent: str | Path, *, hidden: bool = False) -> Path:
    """A new folder of this process, for this user alone.

    Raises:
        OSError: It cannot be made.
    """
    name = own_name()
    folder = Path(parent) / (f".{name}" if hidden else name)
    try:
        folder.mkdir(mode=0o700)
    except OSError:
        release(folder)
        raise
    return folder


def discard(folder: str | Path) -> None:
    """Remove a folder of this process, if it was ever made; what cannot be removed now is left over."""
    shutil.rmtree(folder, ignore_errors=True)
    release(folder)


def release(folder: str | Path) -> None:
    """Leave a folder of this process to whoever sweeps next."""
    _in_use.discard(Path(folder).name.lstrip("."))


def left_over(parent: Path) -> list[Path]:
    """The folders in `parent` whose process is gone."""
    named = [each for each in os.scandir(parent) if NAME.fullmatch(each.name)]
    folders = [parent / each.name for each in named if each.is_dir(follow_symlinks=False)]
    return [folder for folder in folders if _is_left_over(folder)]


def sweep_temporary() -> None:
    """Remove what dead processes left in the folder for temporary files."""
    with suppress(OSError):
        for folder in left_over(Path(tempfile.gettempdir())):
            discard(folder)


@contextmanager
def own_temporary_folder() -> Iterator[None]:
    """Temporary files of every library go into one folder of this process, which goes when the block ends.

    For a process that is zbrisk's own: it is the whole process whose temporary files move.
    """
    before, folder = tempfile.tempdir, None
    try:
        with undisturbed(), suppress(OSError):  # a command that needs no temporary files runs without
            if before is None:
                tempfile.tempdir = os.environ.get("TMPDIR")  # or Python tries it out, with a file of its own
            folder = own_folder(tempfile.gettempdir())
            sweep_temporary()
        tempfile.tempdir = before if folder is None else str(folder)
        yield
    finally:
        with undisturbed():
            tempfile.tempdir = before
            if folder is not None:
                discard(folder)


def ended(name: str) -> bool:
    """Whether the process that made this name is gone or has released it; False where that cannot be known."""
    match = NAME.fullmatch(name)
    if match is None:
        return False
    owner = Owner(match["system"], int(match["pid"]), int(match["began"]))
    if owner == Owner.this():
        return name.lstrip(".") not in _in_use
    return owner.system == _system() and not owner.lives


def _is_left_over(folder: Path) -> bool:
    match = NAME.fullmatch(folder.name)
    return match is not None and (ended(folder.name) or (match["system"] != _system() and _has_rested(folder)))


def _has_rested(folder: Path) -> bool:
    """Whether nothing in it has changed for a day, by the disk's own clock: those of two machines may differ."""
    try:
        with tempfile.TemporaryFile(dir=folder.parent) as mark:
            now = os.fstat(mark.fileno()).st_mtime
        times = [path.lstat().st_mtime for path in (folder, *folder.rglob("*"))]
    except OSError:  # it is being worked on
        return False
    return now - max(times) > REST


@cache
def _system() -> str:
    """Where process numbers mean the same: this boot of this kernel, and of containers this one."""
    try:
        with open("/proc/sys/kernel/random/boot_id", encoding="ascii") as file:
            identity = f"{file.read().strip()} {os.stat('/proc/self/ns/pid').st_ino}"
    except OSError:
        identity = platform.node()
    return hashlib.sha256(identity.encode()).hexdigest()[:12]


def _began(process: str) -> int:
    """When a process began, in ticks since the boot; 0 where the system does not tell."""
    try:
        with open(f"/proc/{process}/stat", encoding="utf-8", errors="replace") as file:
            return int(file.read().rpartition(")")[2].split()[19])  # a process's name may hold brackets and blanks
    except (OSError, IndexError, ValueError):
        return 0
