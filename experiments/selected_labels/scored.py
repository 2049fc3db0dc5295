"""What a way of learning says of every case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from zbrisk.typing import Floats

__all__ = ["Scored"]


@dataclass(frozen=True, kw_only=True)
class Scored:
    """A raw score a case, and its probability."""

    score: Floats
    probability: Floats

    @classmethod
    def of(cls, score: Floats) -> Scored:
        """Of log-odds that nobody calibrated."""
        return cls(score=score, probability=0.5 * (1 + np.tanh(score / 2)))

    @classmethod
    def mean(cls, parts: Sequence[Scored]) -> Scored:
        """Of several models alike."""
        score, probability = (np.mean([getattr(p, name) for p in parts], axis=0) for name in ("score", "probability"))
        return cls(score=score, probability=probability)
