"""Accidents at every file operation of a piece of work, each in a forked process of its own.

An operation is a change of the file system, or a statement of a database that changes something, and its commit.

python -m tests.accidents KIND PLACE FIRST STEP -- WORDS...    the same for a zbrisk command that writes to PLACE, as
JSON; at the operations FIRST, FIRST + STEP and so on; PLACE/shelf may be a store of models
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import sqlite3
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

    def operation(happens: Callable[[str], None] = accident) -> None:
        nonlocal seen
        seen += 1
        if seen == point:
            os.write(tell, b"!")
            happens(kind)

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
    if "sqlalchemy" in sys.modules:
        _strike_databases(lambda: operation(_accident_of_database))


def _strike_databases(operation: Callable[[], None]) -> None:
    from sqlalchemy import event
    from sqlalchemy.engine import Engine

    @event.listens_for(Engine, "before_cursor_execute")
    def statement(*arguments: Any) -> None:
        if arguments[2].lstrip()[:6].upper() in ("INSERT", "UPDATE", "DELETE", "CREATE"):
            operation()

    event.listen(Engine, "commit", lambda _: operation())


def _accident_of_database(kind: str) -> None:
    from sqlalchemy.exc import OperationalError

    if kind == "disk full":
        raise OperationalError("a statement", {}, sqlite3.OperationalError("database or disk is full"))
    accident(kind)


def at_once(*works: Callable[[], None]) -> list[int]:
    """Do several pieces of work at the same time, each in a child; their exit codes."""
    children = [_started(work, None, 0, -1) for work in works]
    return [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]


def contents(place: Path) -> dict[str, bytes]:
    """Every file below a folder, hidden ones too, and empty folders; what a store of models keeps is not among them."""
    paths = [path for path in sorted(place.rglob("*")) if path.relative_to(place).parts[1:2] != ("mlflow-artifacts",)]
    paths = [path for path in paths if path.name not in ("mlflow.db", "mlflow.db-journal")]
    return {str(p.relative_to(place)): p.read_bytes() if p.is_file() else b"" for p in paths if not _full(p)}


def _full(path: Path) -> bool:
    return path.is_dir() and any(path.iterdir())


def _models(place: Path) -> tuple[str, list[str]]:
    """What a store says of its models, and what lies in it that belongs to none; a child asks, as MLflow forks ill."""
    shelf = place / "shelf"
    if not (shelf / "mlflow.db").exists():
        return "", []
    asked, told = os.pipe()

    def ask() -> None:
        from training.registry.models import Models
        from training.registry.store import EXPERIMENT, Store

        models = Models(Store(shelf))
        versions = models.versions()
        said = [(each.bundle, each.aliases, each.tags.get("gate.why")) for each in versions]
        for each in versions:
            models.fetch(str(each.number), place.parent / "fetched")
        known = models.store.client.get_experiment_by_name(EXPERIMENT)  # to ask for `experiment` would make it
        runs = models.store.client.search_runs([known.experiment_id]) if known else []
        folders = {folder.name for folder in (shelf / "mlflow-artifacts").glob("*")}
        stray = {*models.store.unfinished(), *(folders - {run.info.run_id for run in runs})}
        os.write(told, json.dumps([str(said), sorted(stray)]).encode())

    code, _ = struck(ask, None)
    os.close(told)
    with os.fdopen(asked, "rb") as answer:
        said, stray = json.loads(answer.read())
    assert code == 0
    return said, stray


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
    models = [_models(before)[0], _models(place)[0]]
    found: dict[str, Any] = {"whole": code, "points": 0, "neither": [], "left": [], "codes": []}
    while True:
        shutil.rmtree(place)
        shutil.copytree(before, place)
        point = first + step * found["points"]
        code, reached = struck(work, kind, point)
        if not reached:
            break
        found["points"] += 1
        now = {name: each for name, each in contents(place).items() if "zbrisk-" not in name and name != "tmp"}
        said, stray = _models(place)
        if kind == "kill":  # nobody is left to remove the folder that a file was about to come into
            now = {name: each for name, each in now.items() if each or name in old or name in new}
        changed = any(now.get(name) not in (old.get(name), new.get(name)) for name in {*old, *new, *now} - {"tmp"})
        if changed or said not in models:
            found["neither"].append(point)
        if kind != "kill" and (stray or any("zbrisk-" in name for name in contents(place))):
            found["left"].append(point)
        found["codes"] = sorted({*found["codes"], code})
        again = struck(work, None)[0]
        if again != found["whole"] and said != models[1]:  # what was done is not done twice
            found["left"].append(point)
        if contents(place) != new or _models(place) != (models[1], []):
            found["left"].append(point)
    return found


if __name__ == "__main__":
    import zbrisk.execution.signal_builder
    import zbrisk.scoring.scorer  # noqa: F401  # before the fork, so that it is paid for once

    if "models" in sys.argv:
        from training.registry.store import load_mlflow

        load_mlflow()

    sys.stdout.write(json.dumps(_command(sys.argv[1], Path(sys.argv[2]), *map(int, sys.argv[3:5]), sys.argv[6:])))
