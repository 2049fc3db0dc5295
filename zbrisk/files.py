"""Write outputs whole or not at all.

Whatever ends the process, and whenever: what stands under a file's name is the old one or the new one, whole and on
the disk. A draft is written in a hidden folder beside the target, flushed, and switched in one step; the old one is
removed afterwards. What a dead process left behind goes with the next write beside it.

A folder can take another's place in one step where the system can exchange two names (Linux, macOS). Where it cannot,
as on some network disks, the old folder is moved aside first: a process that dies between the two steps leaves the name
empty, and the next write beside it puts the old folder back.
"""

from __future__ import annotations

import ctypes
import errno
import hashlib
import os
import shutil
import sys
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from zbrisk.errors import DataError
from zbrisk.scratch import NAME, discard, left_over, own_folder, release
from zbrisk.stopping import undisturbed

__all__ = [
    "cannot_write",
    "digest_of_file",
    "holding",
    "is_of_the_place",
    "replacing",
    "require_ending",
    "require_file",
    "require_folder",
    "sweep",
]

NEW, OLD = "new", "old"  # in the workshop
LOCK = ".zbrisk-lock-"
WAIT, PAUSE = 60.0, 0.01  # seconds
UNCHANGED = "What stood there is unchanged."
OS_ERRORS = {
    errno.ENOSPC: ("the disk is full", f"Free some space, or choose another disk. {UNCHANGED}"),
    errno.EDQUOT: ("your quota of disk space is used up", f"Free some space, or choose another disk. {UNCHANGED}"),
    errno.EFBIG: ("files may not be so large here", f"Raise the limit, or choose another disk. {UNCHANGED}"),
    errno.EROFS: ("the disk is read-only", "Choose a folder that you may write to."),
    errno.EACCES: ("permission denied", "Choose a folder that you may write to."),
    errno.EPERM: ("the system does not permit it", "Choose a folder that you may write to."),
    errno.ENAMETOOLONG: ("the name is too long", "Choose a shorter name."),
    errno.ENOTDIR: ("a part of the path is a file", "Choose another folder."),
    errno.ENOLCK: ("files cannot be locked there", "Choose a folder on another disk."),
    errno.EEXIST: ("a part of the path is a file", "Choose another folder."),
}
NOT_SUPPORTED = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP)
HERE, EXCHANGE = -100, 2  # AT_FDCWD; RENAME_EXCHANGE of Linux, RENAME_SWAP of macOS


@contextmanager
def replacing(path: str | Path) -> Iterator[Path]:
    """A path beside `path` to write a file or folder to; it takes the place of `path` when the block ends well.

    On an error or Ctrl-C nothing is left behind, folders on the way to `path` included, and what stood at `path` stays
    as it was. A link is followed: what it points to is replaced.

    Raises:
        DataError: The place cannot be written to, whatever the system says against it, a file would take the place of a
            folder or a folder that of a file.
    """
    target = Path(os.path.realpath(path))
    with _saying_what(path), _with_parents(target):
        sweep(target.parent)
        with _workshop(target.parent) as workshop:
            draft = workshop / NEW / target.name  # keeps the ending, which tells many writers the format
            draft.parent.mkdir()
            yield draft
            _require_kind(Path(path), target, folder=draft.is_dir())
            _flush(draft)
            with undisturbed():
                _switch(draft, target)


@contextmanager
def holding(path: str | Path) -> Iterator[None]:
    """Whoever holds `path` is alone in the block, among threads, processes and machines; others wait for a minute.

    The lock is a hidden file beside `path`. It opens when its process ends, however that ends.

    Raises:
        DataError: Somebody else holds it for longer, or files cannot be locked there.
    """
    target = Path(os.path.realpath(path))
    lock = target.with_name(LOCK + hashlib.sha256(os.fsencode(target.name)).hexdigest()[:12])
    until, handle = time.monotonic() + WAIT, None
    try:
        while handle is None:
            with _saying_what(path), undisturbed():
                target.parent.mkdir(parents=True, exist_ok=True)
                handle = _locked(lock)
            if handle is None and time.monotonic() > until:
                raise DataError(f"Another process is at work on {path}.", "Wait until it has finished, and try again.")
            time.sleep(0 if handle is not None else PAUSE)
        yield
    finally:
        if handle is not None:
            with undisturbed():
                _unlock(lock, handle)


def sweep(parent: Path) -> None:
    """Remove what dead processes left in a folder, and put back what they had moved aside; every write begins so."""
    for folder in left_over(parent):
        _clear(folder)
    for lock in parent.glob(f"{LOCK}*"):
        with suppress(OSError):
            handle = _locked(lock)
            if handle is not None:
                _unlock(lock, handle)


def require_ending(path: str | Path, what: str, endings: Collection[str]) -> None:
    """Refuse a name that does not say in which form it is to be written.

    Args:
        path: Where to.
        what: What is to be written, for the error.
        endings: Those that there are, with their dots.

    Raises:
        DataError: It has another ending.
    """
    if Path(path).suffix.lower() not in endings:
        raise DataError(f"{Path(path).name} is no {what}.", f"End the name in {', '.join(endings)}.")


def require_file(path: str | Path) -> None:
    """Refuse a place to which no file could be written, before the work that would be lost.

    Raises:
        DataError: As of `replacing`.
    """
    _require_place(Path(path), folder=False)


def require_folder(path: str | Path) -> None:
    """The same for a folder.

    Raises:
        DataError: As of `replacing`.
    """
    _require_place(Path(path), folder=True)


def cannot_write(path: str | Path, error: OSError) -> DataError:
    """What the system says against a write, in one sentence with its cure."""
    reason, cure = OS_ERRORS.get(
        error.errno or 0, (error.strerror or str(error).partition("\n")[0], "Choose another place.")
    )
    other = error.filename if isinstance(error.filename, str) else ""
    elsewhere = f" ({other})" if other and NAME.search(other) is None and other != os.path.realpath(path) else ""
    return DataError(f"{path} cannot be written: {reason}{elsewhere}.", cure)


def is_of_the_place(error: OSError) -> bool:
    """Whether the place is at fault, which a user can mend, and no other thing that systems say."""
    return error.errno in OS_ERRORS


@contextmanager
def _saying_what(path: str | Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise cannot_write(path, error) from error


@contextmanager
def _with_parents(target: Path) -> Iterator[None]:
    """The folders on the way, which go again if the block fails and nothing else is in them."""
    made = [each for each in target.parents if not os.path.lexists(each)]
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        yield
    except BaseException:
        with undisturbed(), suppress(OSError):
            for folder in made:
                folder.rmdir()
        raise


@contextmanager
def _workshop(parent: Path) -> Iterator[Path]:
    folder = None
    try:
        with undisturbed():
            folder = own_folder(parent, hidden=True)
        yield folder
    finally:
        if folder is not None:
            with undisturbed():
                _clear(folder)


def _clear(workshop: Path) -> None:
    """Put back a folder that was moved aside and that nothing has replaced, and remove the rest."""
    aside = workshop / OLD
    try:
        for moved in list(aside.iterdir()) if aside.is_dir() else []:
            if not os.path.lexists(target := workshop.parent / moved.name):
                os.rename(moved, target)
    except OSError:  # what lies there may be the only one: the next write tries again
        release(workshop)
        return
    discard(workshop)


def _switch(draft: Path, target: Path) -> None:
    if draft.is_dir():
        _switch_folders(draft, target)
    else:
        if target.exists():
            _like(target, draft)
        os.replace(draft, target)
    with suppress(OSError):  # the new one stands, and no older one can be had back
        _sync(target.parent)


def _switch_folders(draft: Path, target: Path) -> None:
    for last in (False, False, True):
        try:
            if not _exchange(draft, target):
                _move_in(draft, target)
            return
        except OSError as error:  # another process has put its folder there meanwhile
            if last or error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
                raise


def _move_in(draft: Path, target: Path) -> None:
    if os.path.lexists(target):
        aside = draft.parents[1] / OLD / target.name
        shutil.rmtree(aside, ignore_errors=True)  # of an earlier try: another's folder stands there since
        aside.parent.mkdir(exist_ok=True)
        os.rename(target, aside)
    os.rename(draft, target)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two names in one step; False where the system cannot, or one of them is missing.

    Raises:
        OSError: It can, and may not.
    """
    if os.name != "posix":
        return False
    sys.audit("zbrisk.exchange", str(one), str(other))
    library, names = ctypes.CDLL(None, use_errno=True), (os.fsencode(one), os.fsencode(other))
    if hasattr(library, "renameat2"):  # Linux
        failed = library.renameat2(HERE, names[0], HERE, names[1], EXCHANGE)
    elif hasattr(library, "renamex_np"):  # macOS
        failed = library.renamex_np(*names, EXCHANGE)
    else:
        return False
    if failed and ctypes.get_errno() not in (*NOT_SUPPORTED, errno.ENOENT):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(other))
    return not failed


def _flush(path: Path) -> None:
    """Have a file, or a folder and all that is in it, on the disk itself."""
    for folder, _, files in os.walk(path):
        for name in files:
            _sync(Path(folder, name))
        _sync(Path(folder))
    if not path.is_dir():
        _sync(path)


def _sync(path: Path) -> None:
    if os.name != "posix":  # where folders cannot be opened
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in NOT_SUPPORTED:
            raise
    finally:
        os.close(handle)


def _like(old: Path, new: Path) -> None:
    """Let those read and write the new file who could read and write the old one."""
    with suppress(OSError):
        shutil.copymode(old, new)
        if os.name == "posix" and old.stat().st_gid != new.stat().st_gid:
            os.chown(new, -1, old.stat().st_gid)


def _require_kind(path: Path, target: Path, *, folder: bool) -> None:
    if not target.exists() or (target.is_dir() if folder else target.is_file()):
        return
    if target.is_dir():
        raise DataError(f"{path} is a folder.", "Name a file; nothing was overwritten.")
    if folder:
        raise DataError(f"{path} is no folder.", "Name a folder; nothing was overwritten.")
    raise DataError(f"{path} is no ordinary file.", "Name a file of your own; nothing was overwritten.")


def _require_place(path: Path, *, folder: bool) -> None:
    target = Path(os.path.realpath(path))
    with _saying_what(path):
        _require_kind(path, target, folder=folder)
        near = next(each for each in target.parents if os.path.lexists(each))
        if not near.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
        if not os.access(near, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        with suppress(FileNotFoundError):  # a name that is too long is said here; `exists` would say no
            os.stat(target)


def _locked(lock: Path) -> int | None:
    """A handle that holds the lock file, or None if another holds it."""
    handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        if sys.platform != "win32":
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.path.samestat(os.fstat(handle), os.stat(lock)):  # or its last holder has just removed it
            return handle
    except (BlockingIOError, FileNotFoundError):
        pass
    except OSError:
        os.close(handle)
        raise
    os.close(handle)
    return None


def _unlock(lock: Path, handle: int) -> None:
    with suppress(OSError):
        lock.unlink()
    os.close(handle)


def digest_of_file(path: Path) -> str:
    """SHA-256 of what a file holds."""
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
