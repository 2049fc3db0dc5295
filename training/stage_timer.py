"""How long each stage of a run took."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

__all__ = ["StageTimer"]


class StageTimer:
    """Seconds by stage, added up: `with timer("tuning"): ...`. A stage within a stage counts for itself alone.

    Args:
        now: Gives the seconds that have passed since some fixed moment.
    """

    def __init__(self, now: Callable[[], float] = time.perf_counter) -> None:
        self.seconds: dict[str, float] = {}
        self._now = now
        self._inner = 0.0

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        """Time a stage."""
        outer, self._inner = self._inner, 0.0
        start = self._now()
        try:
            yield
        finally:
            spent = self._now() - start
            self.add({stage: spent - self._inner})
            self._inner = outer + spent

    def add(self, seconds: Mapping[str, float]) -> None:
        """Count what was timed elsewhere, by stage."""
        for stage, spent in seconds.items():
            self.seconds[stage] = self.seconds.get(stage, 0.0) + spent
