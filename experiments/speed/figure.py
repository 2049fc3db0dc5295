"""What a study says: a figure beside its yardstick, as a ratio."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from statistics import median

__all__ = ["Figure", "machine", "ratio", "table"]


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One line of the table; `wanted` is what the ratio should be, where anything is wanted."""

    what: str
    ours: str
    yardstick: str
    ratio: str = ""
    wanted: str = ""


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """The median of the ratios of runs that stood side by side: a machine that is slow for a while is so for both."""
    return median(one / other for one, other in zip(ours, theirs, strict=True))


def machine() -> str:
    """One line about where and when this was measured."""
    libraries = ", ".join(f"{name} {version(name)}" for name in ("duckdb", "lightgbm", "pandas", "sqlglot"))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}, {libraries}; {date.today()}"
    )


def table(figures: Sequence[Figure]) -> str:
    """The figures in Markdown."""
    head = ["| | zbrisk | beside | ratio | wanted |", "|---|---|---|---|---|"]
    return "\n".join([*head, *(f"| {f.what} | {f.ours} | {f.yardstick} | {f.ratio} | {f.wanted} |" for f in figures)])
