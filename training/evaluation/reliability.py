"""Does a probability of 0.3 mean 3 in 10? Predicted and found, bin by bin."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from zbrisk.monitoring.outcomes import wilson

__all__ = ["Bin", "reliability"]

MOST_BINS, LEAST_CASES = 10, 20


@dataclass(frozen=True, kw_only=True)
class Bin:
    """Cases of like probability: its mean, the share confirmed, and that share's 95 % interval (Wilson 1927)."""

    cases: int
    predicted: float
    found: float
    low: float
    high: float

    def to_json(self) -> dict[str, float]:
        """Plain JSON values."""
        return asdict(self)


def reliability(label: ArrayLike, probability: ArrayLike) -> tuple[Bin, ...]:
    """At most ten bins of about equally many cases, at least 20 in each; equal probabilities stay together.

    Fewer than 40 cases, or probabilities that are all the same, give one bin or none: no picture.
    """
    rows = pd.DataFrame({"label": np.asarray(label, float), "probability": np.asarray(probability, float)})
    count = min(MOST_BINS, len(rows) // LEAST_CASES)
    if not count:
        return ()
    edges = np.unique(np.quantile(rows["probability"], np.arange(1, count) / count))
    parts = rows.groupby(np.searchsorted(edges, rows["probability"], side="right"))
    return tuple(_bin(part) for _, part in parts)


def _bin(part: pd.DataFrame) -> Bin:
    low, high = wilson(part["label"].sum(), len(part))
    found, predicted = float(part["label"].mean()), float(part["probability"].mean())
    return Bin(cases=len(part), predicted=predicted, found=found, low=low, high=high)
