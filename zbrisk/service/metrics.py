"""What Prometheus reads: calls, seconds, and what waits; of several processes together."""

from __future__ import annotations

import os

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

__all__ = ["MULTIPROCESS", "Metrics"]

MULTIPROCESS = "PROMETHEUS_MULTIPROC_DIR"  # the folder in which processes leave their figures
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Metrics:
    """The figures of this process, and what joins them with the others'."""

    content_type = CONTENT_TYPE_LATEST

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.calls = Counter(
            "zbrisk_calls", "Calls by route and HTTP status.", ["route", "status"], registry=self._registry
        )
        self.seconds = Histogram(
            "zbrisk_call_seconds", "Seconds from a call to its answer.", ["route"], buckets=SECONDS,
            registry=self._registry,
        )  # fmt: skip
        self.cases = Counter("zbrisk_cases", "Cases that were scored or refused.", ["outcome"], registry=self._registry)
        self.inside = Gauge(
            "zbrisk_calls_inside", "Calls at work or waiting for the scoring thread.", registry=self._registry,
            multiprocess_mode="livesum",
        )  # fmt: skip

    def text(self) -> bytes:
        """The figures in Prometheus' own form."""
        if MULTIPROCESS not in os.environ:
            return generate_latest(self._registry)
        together = CollectorRegistry()
        MultiProcessCollector(together)  # type: ignore[no-untyped-call]
        return generate_latest(together)
