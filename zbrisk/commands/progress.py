"""How far a command has come, shown on stderr so that stdout holds results alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from zbrisk.commands.terminal import Terminal

__all__ = ["Advance", "console", "progress"]

Advance = Callable[[int, int], None]


def console() -> Console:
    """Where progress goes; a path in it is printed as it is, brackets and colons too."""
    return Terminal(stderr=True, markup=False, emoji=False)


@contextmanager
def progress(what: str, unit: str) -> Iterator[Advance]:
    """A bar that the yielded function moves: `advance(done, of)`; it is gone when the block ends.

    Args:
        what: What is being done, such as `Ranking`.
        unit: What is counted, such as `signals`.
    """
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn(unit),
        TimeElapsedColumn(),
    )
    shown = console()
    with Progress(*columns, console=shown, transient=True, disable=not shown.is_terminal) as bar:
        task = bar.add_task(what, total=None)

        def advance(done: int, of: int) -> None:
            bar.update(task, completed=done, total=of)

        yield advance
