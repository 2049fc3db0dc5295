"""Audits kept out of training, as a bundle carries them: numbers without ids."""

from __future__ import annotations

from pydantic import model_validator

from zbrisk.validation import Many, StrictModel

__all__ = ["Audits"]


class Audits(StrictModel):
    """Audits that no model learnt from, as numbers without ids.

    Args:
        scores: Raw margins of the model.
        labels: 1.0 confirmed, 0.0 refuted.
        weights: 1 / chance of being drawn.

    Raises:
        ValueError: Lengths differ, or a value is unfit.
    """

    scores: Many[float]
    labels: Many[float]
    weights: Many[float]

    @model_validator(mode="after")
    def _holds_together(self) -> Audits:
        if not len(self.scores) == len(self.labels) == len(self.weights):
            raise ValueError("audits need as many labels and weights as scores")
        if min(self.weights, default=1) <= 0 or not set(self.labels) <= {0.0, 1.0}:
            raise ValueError("audits take labels 0 or 1, and weights above 0")
        return self

    def __len__(self) -> int:
        return len(self.scores)
