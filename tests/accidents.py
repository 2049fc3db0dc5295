"""Accidents at every file operation of a piece of work, each in a forked process of its own.

python -m tests.accidents KIND PLACE FIRST STEP -- WORDS...    the same for a zbrisk command that writes to PLACE, as
JSON; at the operations FIRST, FIRST + STEP and so on
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

KINDS = ("kill", "interrupt", "disk full")
CHANGES = {"os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.link", "os.truncate", "os.chmod", "zbrisk.exchange"}
FREEING = {"os.remove", "os.rmdir", "os.truncate"}  # no disk is too full for these
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def accident(kind: str) -> None:
    """Let it happen."""
    if kind == "disk full":
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    number = {"kill": signal.SIGKILL, "interrupt": signal.SIGINT, "terminate": signal.SIGTERM}[kind]
    signal.raise_signal(number)


def struck(work: Callable[[], None], kind: str | None, point: int = 0) -> tuple[int, bool]:
    """Do the work in a child, with an accident at its `point`-th file operation; its exit code, and if it got there."""
    told, tell = os.pipe()
    child = _started(work, kind, point, tell)
    os.close(tell)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    reached = bool(os.read(told, 1))
    os.close(told)
    return code, reached


def _started(work: Callable[[], None], kind: str | None, point: int, tell: int) -> int:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of threads, of which the child uses none
        child = os.fork()
    if child:
        return child
    code = 1
    try:
        _strike(kind, point, tell)
        work()
        code = 0
    except SystemExit as error:
        code = int(error.code or 0)
    finally:
        os._exit(code)


def _strike(kind: str | None, point: int, tell: int) -> None:
    if kind is None:
        return
    seen = 0

    def operation() -> None:
        nonlocal seen
        seen += 1
        if seen == point:
            os.write(tell, b"!")
            accident(kind)

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        opened = event == "open" and isinstance(arguments[0], str | bytes) and arguments[2] & WRITES
        if (event in CHANGES and not (kind == "disk full" and event in FREEING)) or opened:
            operation()

    flush = os.fsync

    def fsync(handle: int) -> None:
        operation()
        flush(handle)

    os.fsync = fsync
    sys.addaudithook(hook)


def at_once(*works: Callable[[], None]) -> list[int]:
    """Do several pieces of work at the same time, each in a child; their exit codes."""
    children = [_started(work, None, 0, -1) for work in works]
    return [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]


def contents(place: Path) -> dict[str, bytes]:
    """Every file below a folder, hidden ones too, and empty folders."""
    paths = sorted(place.rglob("*"))
    return {str(p.relative_to(place)): p.read_bytes() if p.is_file() else b"" for p in paths if not _full(p)}


def _full(path: Path) -> bool:
    return path.is_dir() and any(path.iterdir())


def _command(kind: str, place: Path, first: int, step: int, words: list[str]) -> dict[str, Any]:
    """How often a command was struck, and what was then there: old, new, or something else."""
    from zbrisk.commands import app

    before = place.with_name("before")
    shutil.copytree(place, before)

    def work() -> None:
        sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: SIM115
        app(words)

    code, _ = struck(work, None)
    old, new = contents(before), contents(place)
    found: dict[str, Any] = {"whole": code, "points": 0, "neither": [], "left": [], "codes": []}
    while True:
        shutil.rmtree(place)
        shutil.copytree(before, place)
        code, reached = struck(work, kind, first + step * found["points"])
        if not reached:
            break
        found["points"] += 1
        now = {name: each for name, each in contents(place).items() if "zbrisk-" not in name and name != "tmp"}
        if any(now.get(name) not in (old.get(name), new.get(name)) for name in {*old, *new, *now} - {"tmp"}):
            found["neither"].append(first + step * (found["points"] - 1))
        if kind != "kill" and any("zbrisk-" in name for name in contents(place)):
            found["left"].append(first + step * (found["points"] - 1))
        found["codes"] = sorted({*found["codes"], code})
        if struck(work, None)[0] != found["whole"] or contents(place) != new:
            found["left"].append(first + step * (found["points"] - 1))
    return found


if __name__ == "__main__":
    import zbrisk.execution.signal_builder
    import zbrisk.scoring.scorer  # noqa: F401  # before the fork, so that it is paid for once

    sys.stdout.write(json.dumps(_command(sys.argv[1], Path(sys.argv[2]), *map(int, sys.argv[3:5]), sys.argv[6:])))
