"""Work done in a process of its own, so that its memory can be measured apart from everybody else's."""

from __future__ import annotations

import multiprocessing
import resource
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

__all__ = ["apart", "peak_memory", "seconds"]

STATUS = Path("/proc/self/status")


def apart(work: Callable[..., Mapping[str, float]], *arguments: Any) -> dict[str, float]:
    """The figures that `work`, a function of a module, returns, with `peak`, the GiB that its process held at most."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_measured, (work, *arguments))


def peak_memory() -> float:
    """The most that this process has held in memory so far, in GiB."""
    if STATUS.exists():  # Linux counts in getrusage what the parent held when it forked, and here not
        kilobytes = next(line.split()[1] for line in STATUS.read_text().splitlines() if line.startswith("VmHWM"))
        return int(kilobytes) / 2**20
    unit = 1 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**30


def seconds(work: Callable[[], Any]) -> float:
    """How long `work` takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _measured(work: Callable[..., Mapping[str, float]], *arguments: Any) -> dict[str, float]:
    return {**work(*arguments), "peak": peak_memory()}
