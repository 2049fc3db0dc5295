"""The console that every command writes to: what stands in a table cannot act on the terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from io import TextIOWrapper

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from zbrisk.explaining.plain_text import visible

__all__ = ["Terminal", "counted", "write_any_letter"]


class Terminal(Console):
    """A rich console that shows control letters and changes of direction as `⟨U+202E⟩` instead of sending them."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterator[Segment]:
        """The segments of what is printed, each harmless."""
        for segment in super().render(renderable, options):
            yield segment if segment.control else Segment(visible(segment.text), segment.style)


def write_any_letter() -> None:
    """Let output hold letters that its encoding lacks, as escapes: an ASCII terminal must not end a command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def counted(number: int, noun: str) -> str:
    """`1 signal`, `2 signals`, `3 entries`."""
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}es" if noun.endswith("s") else f"{noun}s"
    return f"{number:,} {noun if number == 1 else plural}"
