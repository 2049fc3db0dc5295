"""The linear part of a model: logistic regression on features in steps, which small trees hold exactly.

Trees that learn from a hundred outcomes see few of many weak signals; a ridge sees all of them, each a little, and both
together rank better than either. A feature is taken as its signed logarithm, in at most `MOST_STEPS` steps,
standardised and clipped; whether there is data is a column of its own. What such a feature adds to the margin is a
function in steps, and so a small tree: a model with a linear part is still nothing but trees.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from training.models.step_tree import step_tree
from zbrisk.bundle.trees import Tree
from zbrisk.typing import Floats

__all__ = ["MOST_STEPS", "LinearPart", "Steps", "fit_linear"]


#: Steps of a feature at most; docs/results/other-studies.md has what fewer and more cost.
MOST_STEPS = 16
#: Standard deviations at which a value is clipped, so that no wild sum decides alone.
MOST_DEVIATIONS = 5.0
#: Share of the margin's variance that features may leave out together; each left out spares a tree.
NEGLIGIBLE = 0.001


@dataclass(frozen=True, kw_only=True)
class Steps:
    """One feature in steps.

    Args:
        borders: Between the steps, ascending; a value on a border belongs below it.
        values: The standardised value of each step.
        counts: Training rows of each step.
        lacking: Training rows without data.
        indicator: The standardised indicator of no data, where there is data and where there is none.
    """

    borders: Floats
    values: Floats
    counts: NDArray[np.int64]
    lacking: int
    indicator: Floats

    @classmethod
    def of(cls, column: Floats) -> Steps:
        """The steps of a column of training rows."""
        no_data = np.isnan(column)
        logs = np.where(no_data, 0.0, np.sign(column) * np.log1p(np.abs(column)))
        borders = _borders(column[~no_data])
        step, steps = np.searchsorted(borders, column[~no_data]), len(borders) + 1
        counts = np.bincount(step, minlength=steps)
        means = np.bincount(step, weights=logs[~no_data], minlength=steps) / np.maximum(counts, 1)
        return cls(
            borders=borders, values=_standardised(means, logs), counts=counts, lacking=int(no_data.sum()),
            indicator=_standardised(np.array([0.0, 1.0]), no_data),
        )  # fmt: skip

    @property
    def zero(self) -> int:
        """The step that 0 belongs to, and with it what lacks data."""
        return int(np.searchsorted(self.borders, 0.0))

    def columns(self, column: Floats) -> tuple[Floats, Floats]:
        """The standardised value and indicator of some rows."""
        no_data = np.isnan(column)
        step = np.searchsorted(self.borders, np.where(no_data, 0.0, column))
        return self.values[step], self.indicator[no_data.astype(np.intp)]

    def tree(self, feature: int, slope: float, jump: float) -> Tree:
        """What the feature adds to a margin, as a tree: slope times its value plus jump times its indicator."""
        heights = slope * self.values + jump * self.indicator[0]
        nothing = slope * float(self.values[self.zero]) + jump * float(self.indicator[1])
        return step_tree(feature, self.borders, heights, self.counts, (nothing, self.lacking))


@dataclass(frozen=True, kw_only=True)
class LinearPart:
    """A fitted logistic regression of features in steps.

    Args:
        steps: Of each feature.
        slopes: Of each feature's standardised value.
        jumps: Of each feature's standardised indicator of no data.
        intercept: Of the margin.
    """

    steps: Sequence[Steps]
    slopes: Floats
    jumps: Floats
    intercept: float

    def margin(self, X: Floats) -> Floats:
        """Its log-odds of some rows."""
        added = np.full(len(X), self.intercept)
        for place in self.used:
            value, indicator = self.steps[place].columns(X[:, place])
            added += self.slopes[place] * value + self.jumps[place] * indicator
        return added

    def trees(self, weight: float) -> tuple[Tree, ...]:
        """The margin without its intercept, times a weight, as one tree a feature that has a say."""
        return tuple(
            self.steps[place].tree(place, weight * float(self.slopes[place]), weight * float(self.jumps[place]))
            for place in self.used
        )

    @cached_property
    def used(self) -> list[int]:
        """The features that have a say."""
        return [int(place) for place in np.flatnonzero((self.slopes != 0) | (self.jumps != 0))]


def fit_linear(
    X: Floats, label: Floats, weight: Floats, *, inverse_penalty: float, monotone: Sequence[int]
) -> LinearPart:
    """Ridge logistic regression whose slopes keep to the features' directions.

    Args:
        X: Rows by features, NaN for no data.
        label: 0 or 1 a row.
        weight: What each row counts.
        inverse_penalty: It minimises log-loss plus half the squared coefficients over this, scikit-learn's C.
        monotone: -1, 0 or 1 a feature: where not 0, a slope of the other sign becomes 0.
    """
    steps = [Steps.of(column) for column in X.T]
    both = [each.columns(column) for each, column in zip(steps, X.T, strict=True)]
    Z = np.column_stack([value for value, _ in both] + [indicator for _, indicator in both])
    sides = {1: (0.0, None), -1: (None, 0.0), 0: (None, None)}
    bounds = [sides[sign] for sign in monotone] + [sides[0]] * len(steps)
    found, intercept = _coefficients(Z, label, weight, inverse_penalty, bounds)
    slopes, jumps = _without_negligible(Z, found)
    return LinearPart(steps=steps, slopes=slopes, jumps=jumps, intercept=intercept)


def _coefficients(
    Z: Floats,
    label: Floats,
    weight: Floats,
    inverse_penalty: float,
    bounds: Sequence[tuple[float | None, float | None]],
) -> tuple[Floats, float]:
    def loss(parameters: Floats) -> tuple[float, Floats]:
        inside, intercept = parameters[:-1], parameters[-1]
        margin = Z @ inside + intercept
        error = weight * (0.5 * (1 + np.tanh(margin / 2)) - label)
        value = weight @ (np.logaddexp(0, margin) - label * margin) + inside @ inside / (2 * inverse_penalty)
        return float(value), np.append(Z.T @ error + inside / inverse_penalty, error.sum())

    start = np.zeros(Z.shape[1] + 1)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[*bounds, (None, None)], options={"maxiter": 300})
    return found.x[:-1], float(found.x[-1])


def _without_negligible(Z: Floats, found: Floats) -> tuple[Floats, Floats]:
    """Slopes and jumps, 0 for the features that bring least and almost nothing together."""
    features = len(found) // 2
    slopes, jumps = found[:features].copy(), found[features:].copy()
    brought = (Z[:, :features] * slopes + Z[:, features:] * jumps).var(axis=0)
    order = np.argsort(brought, kind="stable")
    least = order[np.cumsum(brought[order]) <= NEGLIGIBLE * brought.sum()]
    slopes[least] = jumps[least] = 0.0
    return slopes, jumps


def _borders(known: Floats) -> Floats:
    """Halfway between different values, so that each step holds about as many of these."""
    different = np.unique(known)
    steps = min(len(different), MOST_STEPS)
    if steps < 2:
        return np.empty(0)
    above = np.arange(1, steps) * len(different) // steps
    lower, upper = different[above - 1], different[above]
    halfway = lower / 2 + upper / 2
    return np.where((halfway >= lower) & (halfway < upper), halfway, lower)  # neighbours have nothing between them


def _standardised(values: Floats, among: NDArray[np.float64] | NDArray[np.bool_]) -> Floats:
    spread = float(np.std(among)) or 1.0
    return np.clip((values - float(np.mean(among))) / spread, -MOST_DEVIATIONS, MOST_DEVIATIONS)
