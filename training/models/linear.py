"""The linear part of a model: logistic regression on features in steps, which small trees hold exactly.

Trees that learn from a hundred outcomes see few of many weak signals; a ridge sees all of them, each a little, and both
together rank better than either. A feature is taken as its signed logarithm, in at most `MOST_STEPS` steps,
standardised and clipped; whether there is data is a column of its own. Where a model starts from a prior, simulated
prefectures say how firmly each coefficient is held, and where (`training.models.usual_slopes`). What such a feature
adds to the margin is a function in steps, and so a small tree: a model with a linear part is still nothing but trees.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import lightgbm as lgb
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from training.labels.grouped_folds import Split
from training.models.step_tree import step_tree
from training.models.usual_slopes import Coefficients
from zbrisk.bundle.trees import Tree, read_trees
from zbrisk.typing import Floats

__all__ = ["MOST_STEPS", "LinearPart", "Rows", "Steps", "add_linear", "choose_linear", "fit_linear"]


#: Steps of a feature at most; docs/results/other-studies.md has what fewer and more cost.
MOST_STEPS = 8
#: Standard deviations at which a value is clipped, so that no wild sum decides alone.
MOST_DEVIATIONS = 5.0
#: Share of the margin's variance that features may leave out together; each left out spares a tree.
NEGLIGIBLE = 0.001
#: Strengths that are tried, scikit-learn's C. Outcomes would often buy more than the last, but they are of cases that
#: were chosen for review: where the whole truth is known, more loses what it knew of the others.
INVERSE_PENALTIES = (0.0003, 0.001, 0.003)
#: How much of the regression's margin is added: n / (n + 200) of n confirmed cases, a half at most. What it learnt of
#: chosen cases overstates what the others hold, and costs most where little was confirmed.
MOST_SHARE, ENOUGH_FOR_HALF = 0.5, 200
#: Log-likelihood that the best must add on unseen rows.
LEAST_GAIN = 1.0
#: Confirmed and refuted cases from which cross-fitting can tell whether it pays.
ENOUGH_FOR_LINEAR = 30
#: Rows that a linear part learns from at most: with more the trees have what they need, and it would cost minutes.
MOST_ROWS = 5_000
#: A variance that is no penalty to speak of.
LOOSE = 1e3
#: Ends the search where the loss hardly falls: the order of cases no longer changes then.
SOLVER = {"maxiter": 200, "ftol": 1e-7}

Bound = tuple[float | None, float | None]


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

    @property
    def trees(self) -> tuple[Tree, ...]:
        """The margin without its intercept, as one tree a feature that has a say."""
        return tuple(
            self.steps[place].tree(place, float(self.slopes[place]), float(self.jumps[place])) for place in self.used
        )

    @cached_property
    def used(self) -> list[int]:
        """The features that have a say."""
        return [int(place) for place in np.flatnonzero((self.slopes != 0) | (self.jumps != 0))]


def fit_linear(
    X: Floats,
    label: Floats,
    weight: Floats,
    *,
    inverse_penalties: Sequence[float],
    monotone: Sequence[int],
    usual: Coefficients | None = None,
) -> list[LinearPart]:
    """Ridge logistic regressions whose slopes keep to the features' directions, one a penalty.

    Args:
        X: Rows by features, NaN for no data.
        label: 0 or 1 a row.
        weight: What each row counts.
        inverse_penalties: Each minimises log-loss plus half the squared coefficients over this, scikit-learn's C; in
            ascending order, for each starts where the last one ended.
        monotone: -1, 0 or 1 a feature: where not 0, a slope of the other sign becomes 0.
        usual: Where the coefficients are held, and how firmly; near 0 and all alike if None.
    """
    usual = usual or Coefficients.unknown(X.shape[1])
    steps = [Steps.of(column) for column in X.T]
    both = [each.columns(column) for each, column in zip(steps, X.T, strict=True)]
    Z = np.column_stack([value for value, _ in both] + [indicator for _, indicator in both])
    sides = {1: (0.0, None), -1: (None, 0.0), 0: (None, None)}
    bounds = [sides[sign] for sign in monotone] + [sides[0]] * len(steps)
    parts, found = [], np.append(usual.means, 0.0)
    for inverse_penalty in inverse_penalties:
        held = replace(usual, variances=inverse_penalty * usual.variances)
        found = _coefficients(Z, label, weight, held, bounds, found)
        slopes, jumps = _without_negligible(Z, found[:-1])
        parts.append(LinearPart(steps=steps, slopes=slopes, jumps=jumps, intercept=float(found[-1])))
    return parts


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """A linear part that pays.

    Args:
        part: Fitted to all rows.
        unseen: What it adds to each row's margin by parts that had not seen the row; NaN where there is none.
        inverse_penalty: Its C.
        gain: The log-likelihood that it adds on unseen rows.
    """

    part: LinearPart
    unseen: Floats
    inverse_penalty: float
    gain: float

    def to_json(self) -> dict[str, object]:
        """What reports say of it."""
        return {"features": len(self.part.used), "inverse_penalty": self.inverse_penalty, "gain": round(self.gain, 3)}


@dataclass(frozen=True)
class Rows:
    """What is learnt from: X, labels and weights; rows of weight 0 have a margin and teach nothing.

    `usual` is what the coefficients of the columns usually are, where that is known.
    """

    X: Floats
    label: Floats
    weight: Floats
    usual: Coefficients | None = None

    @property
    def share(self) -> float:
        """How much of a regression's margin is added."""
        confirmed = float(np.sum(self.label[self.weight > 0]))
        return min(MOST_SHARE, confirmed / (confirmed + ENOUGH_FOR_HALF))

    def part(
        self, rows: NDArray[np.intp], inverse_penalties: Sequence[float], monotone: Sequence[int]
    ) -> list[LinearPart]:
        """Shares of linear parts fitted to some rows, or to `MOST_ROWS` spread evenly over them."""
        known = rows[self.weight[rows] > 0]
        known = known[:: 1 + len(known) // MOST_ROWS]
        parts = fit_linear(
            self.X[known], self.label[known], self.weight[known],
            inverse_penalties=inverse_penalties, monotone=monotone, usual=self.usual,
        )  # fmt: skip
        return [replace(part, slopes=self.share * part.slopes, jumps=self.share * part.jumps) for part in parts]


def choose_linear(rows: Rows, trees: Floats, folds: Sequence[Split], monotone: Sequence[int]) -> Chosen | None:
    """The linear part whose sum with the trees' margin says most about rows that neither had seen; None if none does.

    Args:
        rows: What is learnt from.
        trees: Margins of each row by trees that had not seen it.
        folds: The parts of the cross-fitting.
        monotone: -1, 0 or 1 a feature.
    """
    if not ENOUGH_FOR_LINEAR <= np.sum(rows.label[rows.weight > 0]) <= np.sum(rows.weight > 0) - ENOUGH_FOR_LINEAR:
        return None
    added = np.full((len(INVERSE_PENALTIES), len(trees)), np.nan)
    for known, asked in folds:
        parts = rows.part(known, INVERSE_PENALTIES, monotone)
        added[:, asked] = [part.margin(rows.X[asked]) - part.intercept for part in parts]
    judged = (rows.weight > 0) & ~np.isnan(trees)
    label, weight = rows.label[judged], rows.weight[judged]
    alone = _log_likelihood(trees[judged], label, weight)
    gains = [_log_likelihood((trees + each)[judged], label, weight) - alone for each in added]
    best = int(np.argmax(gains))
    if gains[best] < LEAST_GAIN:
        return None
    part = rows.part(np.arange(len(trees)), INVERSE_PENALTIES[: best + 1], monotone)[-1]
    return Chosen(part=part, unseen=added[best], inverse_penalty=INVERSE_PENALTIES[best], gain=gains[best])


def _log_likelihood(margin: Floats, label: Floats, weight: Floats) -> float:
    """Of outcomes, by the line on a margin that suits them best; a margin's scale is the calibration's affair."""
    loose = Coefficients(means=np.zeros(1), variances=np.full(1, LOOSE))
    line = _coefficients(margin[:, None], label, weight, loose, [(0.0, None)], np.zeros(2))
    fitted = line[0] * margin + line[1]
    return float(weight @ (label * fitted - np.logaddexp(0, fitted)))


def add_linear(booster: lgb.Booster, part: LinearPart) -> lgb.Booster:
    """A model of more trees: those of a booster, then those of a linear part, whose intercept is left out.

    What the base rate is, the booster's trees say; over the rows that it was fitted to the linear part is 0 on average.
    """
    trees = read_trees(booster.model_to_string())
    return lgb.Booster(model_str=replace(trees, trees=(*trees.trees, *part.trees)).text)


def _coefficients(
    Z: Floats, label: Floats, weight: Floats, held: Coefficients, bounds: Sequence[Bound], start: Floats
) -> Floats:
    """Coefficients within their bounds, held near their means, and, last, the intercept."""
    changes = np.flatnonzero(np.ptp(Z, axis=0) > 0).tolist()  # a column that never changes says nothing
    changing = np.ascontiguousarray(Z[:, changes])
    means, precision = held.means[changes], 1 / held.variances[changes]

    def loss(parameters: Floats) -> tuple[float, Floats]:
        inside, intercept = parameters[:-1], parameters[-1]
        margin = changing @ inside + intercept
        error = weight * (0.5 * (1 + np.tanh(margin / 2)) - label)
        doubt = precision * (inside - means)
        value = weight @ (np.logaddexp(0, margin) - label * margin) + 0.5 * doubt @ (inside - means)
        return float(value), np.append(error @ changing + doubt, error.sum())

    free = [*changes, Z.shape[1]]
    limits = [*(bounds[place] for place in changes), (None, None)]
    found = np.zeros(len(start))
    found[free] = minimize(loss, start[free], jac=True, method="L-BFGS-B", bounds=limits, options=SOLVER).x
    return found


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
