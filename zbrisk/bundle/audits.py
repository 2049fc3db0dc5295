"""Audits kept out of training, as a bundle carries them: numbers without ids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np

__all__ = ["Audits"]


@dataclass(frozen=True, kw_only=True)
class Audits:
    """Audits that no model learnt from, as numbers without ids.

    Args:
        scores: Raw margins of the model.
        labels: 1.0 confirmed, 0.0 refuted.
        weights: 1 / chance of being drawn.

    Raises:
        ValueError: Lengths differ, or a value is unfit.
    """

    scores: tuple[float, ...]
    labels: tuple[float, ...]
    weights: tuple[float, ...]

    def __post_init__(self) -> None:
        if not len(self.scores) == len(self.labels) == len(self.weights):
            raise ValueError("audits need as many labels and weights as scores")
        fit = np.isfinite(self.scores).all() and np.isfinite(self.weights).all() and min(self.weights, default=1) > 0
        if not fit or not set(self.labels) <= {0.0, 1.0}:
            raise ValueError("audits take finite scores, labels 0 or 1, and weights above 0")

    def __len__(self) -> int:
        return len(self.scores)

    def to_json(self) -> dict[str, list[float]]:
        """Plain JSON values; `from_json` gives an equal object back."""
        return {"scores": list(self.scores), "labels": list(self.labels), "weights": list(self.weights)}

    @classmethod
    def from_json(cls, document: Mapping[str, object]) -> Audits:
        """Read what `to_json` wrote."""
        lists = {name: cast("Sequence[float]", document[name]) for name in ("scores", "labels", "weights")}
        return cls(**{name: tuple(map(float, values)) for name, values in lists.items()})
