"""Fitting a calibration on scores of rows that the scoring model has not seen."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from zbrisk.scoring.calibration import Calibration

__all__ = ["ENOUGH_FOR_ISOTONIC", "fit_calibration"]

Floats = NDArray[np.float64]

#: Positives from which a free monotone line pays; below, it overfits and Platt's two numbers do better
#: (Niculescu-Mizil and Caruana 2005 put the crossing near 1,000 cases).
ENOUGH_FOR_ISOTONIC = 200


def fit_calibration(kind: str, raw: Floats, label: Floats, weight: Floats) -> Calibration:
    """Fit `sigmoid`, `isotonic` or `none` on out-of-fold raw margins.

    Raises:
        ValueError: An unknown kind, or isotonic with too few positives.
    """
    if kind == "none":
        return Calibration.identity()
    if kind == "sigmoid":
        return _sigmoid(raw, label, weight)
    if kind == "isotonic":
        return _isotonic(raw, label, weight)
    raise ValueError(f"unknown calibration {kind!r}; write sigmoid, isotonic or none")


def _sigmoid(raw: Floats, label: Floats, weight: Floats) -> Calibration:
    """Platt scaling with his smoothed targets; the slope stays at or above 0: no skill gives all the base rate."""
    positive, negative = float(weight @ label), float(weight @ (1 - label))
    target = np.where(label == 1, (positive + 1) / (positive + 2), 1 / (negative + 2))

    def loss(parameters: Floats) -> tuple[float, Floats]:
        margin = parameters[0] * raw + parameters[1]
        error = weight * (0.5 * (1 + np.tanh(margin / 2)) - target)
        return float(weight @ (np.logaddexp(0, margin) - target * margin)), np.array([error @ raw, error.sum()])

    start = np.array([1.0, 0.0])
    fitted = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(0.0, None), (None, None)])
    return Calibration.sigmoid(float(fitted.x[0]), float(fitted.x[1]))


def _isotonic(raw: Floats, label: Floats, weight: Floats) -> Calibration:
    from sklearn.isotonic import IsotonicRegression

    if label.sum() < ENOUGH_FOR_ISOTONIC:
        found = int(label.sum())
        raise ValueError(f"isotonic needs {ENOUGH_FOR_ISOTONIC} confirmed cases, here are {found}; write sigmoid")
    line = IsotonicRegression(y_min=0, y_max=1, out_of_bounds="clip").fit(raw, label, sample_weight=weight)
    return Calibration.isotonic(line.X_thresholds_.tolist(), line.y_thresholds_.tolist())
