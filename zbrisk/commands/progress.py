"""How far a command has come, shown on stderr so that stdout holds results alone."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from zbrisk.commands.output import logger, note
from zbrisk.commands.terminal import Terminal

__all__ = ["Advance", "console", "progress"]

Advance = Callable[[int, int], None]
EACH_SECONDS = 5.0  # a line, where there is no terminal to draw a bar on


def console() -> Console:
    """Where progress goes; a path in it is printed as it is, brackets and colons too."""
    return Terminal(stderr=True, markup=False, emoji=False, quiet=not logger.isEnabledFor(logging.INFO))


@contextmanager
def progress(what: str, unit: str) -> Iterator[Advance]:
    """How far something is, moved by the yielded function: `advance(done, of)`.

    A terminal has a bar, which is gone when the block ends; a file or pipe gets a line each few seconds.

    Args:
        what: What is being done, such as `Ranking`.
        unit: What is counted, such as `signals`.
    """
    start = time.monotonic()
    shown = console()
    if shown.is_terminal:
        with _bar(shown, what, unit) as advance:
            yield advance
    else:
        yield _lines(what, unit, start)
    logger.debug("%s took %.1f s.", what, time.monotonic() - start)


@contextmanager
def _bar(shown: Console, what: str, unit: str) -> Iterator[Advance]:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn(unit),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=shown, transient=True) as bar:
        task = bar.add_task(what, total=None)

        def advance(done: int, of: int) -> None:
            bar.update(task, completed=done, total=of)

        yield advance


def _lines(what: str, unit: str, start: float) -> Advance:
    said = start

    def advance(done: int, of: int) -> None:
        nonlocal said
        now = time.monotonic()
        if now - said >= EACH_SECONDS:
            said = now
            note(f"{what}: {done:,} of {of:,} {unit}, {now - start:.0f} s")

    return advance
