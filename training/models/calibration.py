"""Fitting a calibration on scores of rows that the scoring model has not seen.

Some outcomes are wrong: a reviewer clears a concealer, or takes a second-hand car for a hidden one. Platt's line then
learns that even the most ordinary case has a chance of some per cent and the clearest one never more than some 95, and
pulls everything towards the middle. `noisy_sigmoid` fits the line beneath the noise: an outcome is that of the line
with chance 1 - noise, and turned round with chance noise (Rolfe et al. 1995 for logistic regression; the noise is
fitted too, near a usual share). Its probabilities are those of the truth; what reviewers will say is noise + (1 - 2 *
noise) * probability.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize

from zbrisk.bundle.calibration import Calibration
from zbrisk.typing import Floats

__all__ = [
    "ENOUGH_FOR_ISOTONIC",
    "TAUGHT_PRIOR",
    "WITHOUT_PRIOR",
    "WITH_PRIOR",
    "Calibrated",
    "Line",
    "fit_calibration",
]


#: Positives from which a free monotone line pays; below, it overfits and Platt's two numbers do better
#: (Niculescu-Mizil and Caruana 2005 put the crossing near 1,000 cases).
ENOUGH_FOR_ISOTONIC = 200


#: Usual share of wrong outcomes, and how far from it the data may pull (standard deviation of its log-odds).
NOISE, NOISE_SPREAD = 0.04, 0.7


class Line(NamedTuple):
    """What a calibration usually is: the logarithm of its slope, and how far slope and intercept stray.

    Args:
        slope: The usual logarithm of the slope.
        slope_spread: Its standard deviation.
        intercept_spread: That of the intercept, which is usually 0.
    """

    slope: float
    slope_spread: float
    intercept_spread: float


#: Margins of a simulation's prior are log-odds already, a little timid, as trees cut short are, and timider where
#: outcomes' trees stand beside it, for the two disagree; their base rate is a usual one.
WITH_PRIOR = Line(0.35, 0.1, 0.5)
#: Those of another office's bundle that outcomes correct were calibrated there, for another base rate.
#: docs/results/foreign-worlds.md has what other lines are worth.
TAUGHT_PRIOR = Line(0.2, 0.2, 1.0)
#: The scale of others says nothing.
WITHOUT_PRIOR = Line(0.0, 1.0, 3.0)


@dataclass(frozen=True, kw_only=True)
class Calibrated:
    """A calibration, and the share of outcomes that it takes for wrong."""

    calibration: Calibration
    noise: float = 0.0


def fit_calibration(
    kind: str, raw: Floats, label: Floats, weight: Floats, *, usual: Line = WITHOUT_PRIOR
) -> Calibrated:
    """Fit `noisy_sigmoid`, `sigmoid`, `isotonic` or `none` on out-of-fold raw margins.

    Args:
        kind: Which.
        raw: Margins of rows that the model has not seen.
        label: Their outcomes, 0 or 1.
        weight: How much each counts.
        usual: What the line of a noisy sigmoid usually is for such margins.

    Raises:
        ValueError: An unknown kind, or isotonic with too few positives.
    """
    if kind == "none":
        return Calibrated(calibration=Calibration.identity())
    if kind == "noisy_sigmoid":
        return _noisy_sigmoid(raw, label, weight, usual)
    if kind == "sigmoid":
        return Calibrated(calibration=_sigmoid(raw, label, weight))
    if kind == "isotonic":
        return Calibrated(calibration=_isotonic(raw, label, weight))
    raise ValueError(f"unknown calibration {kind!r}; write noisy_sigmoid, sigmoid, isotonic or none")


def _noisy_sigmoid(raw: Floats, label: Floats, weight: Floats, line: Line) -> Calibrated:
    """The most probable slope, intercept and noise; the slope is above 0, so the order stays."""
    # each parameter has a normal prior, so that a hundred outcomes cannot buy an extreme line; slope and noise are
    # fitted on scales without ends (logarithm, log-odds), where a normal prior makes sense and no bound is needed
    usual = np.array([line.slope, 0.0, np.log(NOISE / (1 - NOISE))])
    spread = np.array([line.slope_spread, line.intercept_spread, NOISE_SPREAD])

    def loss(parameters: Floats) -> float:
        chance = _chance(np.exp(parameters[0]) * raw + parameters[1])
        noise = _chance(parameters[2])
        # what a reviewer will say, not what is true: a truth of `chance` is turned round with chance `noise`
        reported = np.clip(noise + (1 - 2 * noise) * chance, 1e-12, 1 - 1e-12)
        # minus the logarithm of the posterior, up to a constant: the priors do not grow with the rows, so they fade
        doubt = 0.5 * float(np.sum(((parameters - usual) / spread) ** 2))
        return doubt - float(weight @ (label * np.log(reported) + (1 - label) * np.log1p(-reported)))

    # started from the prior's middle: with no rows to speak of, that is also where it ends
    found = minimize(loss, usual, method="L-BFGS-B").x
    calibration = Calibration.sigmoid(float(np.exp(found[0])), float(found[1]))
    return Calibrated(calibration=calibration, noise=float(_chance(found[2])))


def _chance(margin: Floats) -> Floats:
    return np.asarray(0.5 * (1 + np.tanh(margin / 2)))  # the logistic function, without overflow for far margins


def _sigmoid(raw: Floats, label: Floats, weight: Floats) -> Calibration:
    """Platt scaling with his smoothed targets; the slope stays at or above 0: no skill gives all the base rate."""
    positive, negative = float(weight @ label), float(weight @ (1 - label))
    # targets a little inside 0 and 1: perfectly parted rows would otherwise ask for an endless slope
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
