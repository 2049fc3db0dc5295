"""One case at a time in a process, and a bounded queue before it.

Scoring keeps a core busy, so more threads would make every call slower and no call sooner; more cores are used by more
processes. A queue without an end would answer everybody too late.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import TypeVar

from zbrisk.service.problems import Problem

__all__ = ["Gate"]

Result = TypeVar("Result")
WEIGHT = 0.1  # of the newest call in what a call usually takes


class Gate:
    """Runs work on the thread that scores.

    Args:
        waiting: How many calls may wait.
    """

    def __init__(self, waiting: int) -> None:
        self._most = waiting + 1
        self._inside = 0
        self._usual = 0.02  # seconds
        self._lock = Lock()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="score")

    @property
    def inside(self) -> int:
        """Calls at work or waiting."""
        return self._inside

    async def run(self, work: Callable[[], Result], *, patient: bool = False) -> Result:
        """Do the work when its turn has come.

        Args:
            work: What is done.
            patient: Wait however many wait already: for the next line of a batch that was let in.

        Raises:
            Problem: As many wait as may (429).
        """
        with self._lock:
            if self._inside >= self._most and not patient:
                raise Problem.busy(self._inside * self._usual)
            self._inside += 1
        return await asyncio.wrap_future(self._thread.submit(self._timed, work))

    def close(self) -> None:
        """Let what is inside end, and take nothing more."""
        self._thread.shutdown(wait=True, cancel_futures=True)

    def _timed(self, work: Callable[[], Result]) -> Result:
        start = time.perf_counter()
        try:
            return work()
        finally:
            with self._lock:
                self._inside -= 1
                self._usual += WEIGHT * (time.perf_counter() - start - self._usual)
