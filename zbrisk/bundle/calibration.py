"""From a raw margin to a probability, by few numbers that anyone can read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Literal, TypeVar, cast

import numpy as np
from numpy.typing import NDArray
from pydantic import model_validator

from zbrisk.validation import Many, StrictModel

__all__ = ["Calibration", "CalibrationKind"]

CalibrationKind = Literal["identity", "sigmoid", "isotonic"]
Raw = TypeVar("Raw", float, NDArray[np.float64])

_PARAMETERS: Mapping[str, frozenset[str]] = {
    "identity": frozenset(),
    "sigmoid": frozenset({"slope", "intercept"}),
    "isotonic": frozenset({"raw", "probability"}),
}


class Calibration(StrictModel):
    """How a model's raw margin (log-odds) becomes a probability that can be trusted.

    `identity` is the logistic function itself; `sigmoid` (Platt 1999) is that of slope * raw + intercept; `isotonic`
    interpolates linearly between the points (raw, probability) and is constant outside them. All are non-decreasing, so
    the order of cases is that of their raw margins.

    Raises:
        ValueError: An unknown kind, parameters that are not that kind's, or ones that would turn the order round.
    """

    kind: CalibrationKind = "identity"
    parameters: Mapping[str, Many[float]]

    @model_validator(mode="after")
    def _never_falls(self) -> Calibration:
        if set(self.parameters) != _PARAMETERS[self.kind]:
            raise ValueError(f"calibration {self.kind!r} takes the parameters {sorted(_PARAMETERS[self.kind])}")
        if not self._is_monotone():
            raise ValueError(f"calibration {self.kind!r} must never fall with the raw score")
        return self

    def _is_monotone(self) -> bool:
        values = self.parameters
        if self.kind == "sigmoid":
            return len(values["slope"]) == len(values["intercept"]) == 1 and values["slope"][0] >= 0
        if self.kind == "isotonic":
            raw, probability = values["raw"], values["probability"]
            return len(raw) == len(probability) > 0 and _rises(raw) and _rises((0.0, *probability, 1.0))
        return True

    @classmethod
    def identity(cls) -> Calibration:
        """The raw margin taken at its word."""
        return cls(kind="identity", parameters={})

    @classmethod
    def sigmoid(cls, slope: float, intercept: float) -> Calibration:
        """Platt scaling."""
        return cls(kind="sigmoid", parameters={"slope": (float(slope),), "intercept": (float(intercept),)})

    @classmethod
    def isotonic(cls, raw: Sequence[float], probability: Sequence[float]) -> Calibration:
        """A non-decreasing line through points."""
        points = {"raw": tuple(map(float, raw)), "probability": tuple(map(float, probability))}
        return cls(kind="isotonic", parameters=points)

    def probability(self, raw: Raw) -> Raw:
        """The probability (0..1) of a raw margin, of one or of an array."""
        margin = np.asarray(raw, dtype=np.float64)
        if self.kind == "isotonic":
            answer = np.interp(margin, self.parameters["raw"], self.parameters["probability"])
        elif self.kind == "sigmoid":
            answer = _logistic(self.parameters["slope"][0] * margin + self.parameters["intercept"][0])
        else:
            answer = _logistic(margin)
        return cast(Raw, float(answer) if np.ndim(raw) == 0 else answer)


def _rises(numbers: Sequence[float]) -> bool:
    return all(a <= b for a, b in pairwise(numbers))


def _logistic(margin: NDArray[np.float64]) -> NDArray[np.float64]:
    return 0.5 * (1.0 + np.tanh(0.5 * margin))  # unlike 1 / (1 + exp(-margin)), never overflows
