"""How good an order or a probability is, for many weightings of the same rows at once.

Every figure takes weights of shape (draws, rows) and gives one number a draw, so that a bootstrap is one pass over
arrays sorted once. A weight is how often a row was drawn; a figure that a draw cannot give is NaN.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from zbrisk.typing import Floats

__all__ = [
    "Metric", "RankedRows", "auc", "average_precision", "brier_skill", "calibration_intercept",
    "calibration_slope", "precision_at", "recall_at", "recall_in_first", "tie_bounds",
]  # fmt: skip


class RankedRows:
    """Rows with what was found (1 or 0) and the score that put them in order; tied scores share a threshold."""

    def __init__(self, label: Floats, score: Floats) -> None:
        self.label = np.asarray(label, dtype=np.float64)
        self.score = np.asarray(score, dtype=np.float64)
        self._order = np.argsort(-self.score, kind="stable")
        falling = self.score[self._order]
        self._ends = np.append(np.flatnonzero(np.diff(falling)), len(falling) - 1)

    def taken(self, weights: Floats) -> tuple[Floats, Floats]:
        """Rows, and confirmed rows, at or above each threshold from the highest down, with a leading 0."""
        ordered = weights[:, self._order]
        found = ordered * self.label[self._order]
        return tuple(np.pad(w.cumsum(axis=1)[:, self._ends], ((0, 0), (1, 0))) for w in (ordered, found))  # type: ignore[return-value]


Metric = Callable[[RankedRows, Floats], Floats]


def average_precision(rows: RankedRows, weights: Floats) -> Floats:
    """The mean, over the confirmed, of the precision of the list that reaches down to them."""
    taken, found = rows.taken(weights)
    precision = found[:, 1:] / np.maximum(taken[:, 1:], 1e-300)
    return _ratio((np.diff(found) * precision).sum(axis=1), found[:, -1])


def auc(rows: RankedRows, weights: Floats) -> Floats:
    """The chance that a confirmed case stands above a refuted one; a tie counts half."""
    taken, found = rows.taken(weights)
    missed = taken - found
    area = (np.diff(missed) * (found[:, 1:] + found[:, :-1])).sum(axis=1) / 2
    return _ratio(area, found[:, -1] * missed[:, -1])


def precision_at(length: int) -> Metric:
    """The confirmed share of the first `length`; ties at the end count as if broken at random."""

    def figure(rows: RankedRows, weights: Floats) -> Floats:
        return _found_within(rows, weights, np.full(len(weights), float(length))) / length

    return figure


def recall_at(length: int) -> Metric:
    """The share of the confirmed that stand in the first `length`; ties as if broken at random.

    With amounts of money for labels, it is the share of the money.
    """

    def figure(rows: RankedRows, weights: Floats) -> Floats:
        found = _found_within(rows, weights, np.full(len(weights), float(length)))
        return _ratio(found, np.asarray(weights @ rows.label))

    return figure


def tie_bounds(rows: RankedRows, length: int) -> tuple[float, float]:
    """Precision of the first `length` if ties at their end were all broken against, and all for, the confirmed."""
    last = np.sort(rows.score)[-length]
    above, tied = rows.score > last, rows.score == last
    room, sure = length - int(above.sum()), float(rows.label[above].sum())
    confirmed = float(rows.label[tied].sum())
    refuted = int(tied.sum()) - confirmed
    return (sure + max(0.0, room - refuted)) / length, (sure + min(room, confirmed)) / length


def recall_in_first(share: float) -> Metric:
    """The share of the confirmed that stand in the first `share` of the order; ties as if broken at random."""

    def figure(rows: RankedRows, weights: Floats) -> Floats:
        total = weights.sum(axis=1)
        return _ratio(_found_within(rows, weights, share * total), np.asarray(weights @ rows.label))

    return figure


def brier_skill(rows: RankedRows, weights: Floats) -> Floats:
    """1 - Brier score / that of always saying the rows' own base rate; `score` is the probability. Above 0 is skill."""
    base = _ratio(weights @ rows.label, weights.sum(axis=1))
    return 1 - _ratio(weights @ (rows.score - rows.label) ** 2, weights.sum(axis=1) * base * (1 - base))


def calibration_slope(rows: RankedRows, weights: Floats) -> Floats:
    """The slope of a logistic regression of what was found on the log-odds; 1 is right, below 1 is over-confident."""
    return _logistic_fit(rows, weights, free_slope=True)[0]


def calibration_intercept(rows: RankedRows, weights: Floats) -> Floats:
    """Calibration in the large: what to add to the log-odds, slope 1 kept; 0 is right, below 0 is too high a claim."""
    return _logistic_fit(rows, weights, free_slope=False)[1]


def _found_within(rows: RankedRows, weights: Floats, length: Floats) -> Floats:
    taken, found = rows.taken(weights)
    inside = [np.interp(n, t, f) if n <= t[-1] else np.nan for n, t, f in zip(length, taken, found, strict=True)]
    return np.array(inside)


def _logistic_fit(rows: RankedRows, weights: Floats, *, free_slope: bool) -> tuple[Floats, Floats]:
    """Newton's method, all draws at once; NaN where it does not settle, as for perfectly separated rows."""
    clipped = np.clip(rows.score, 1e-9, 1 - 1e-9)
    odds = np.log(clipped) - np.log1p(-clipped)
    slope, intercept, turn = np.ones(len(weights)), np.zeros(len(weights)), np.zeros(len(weights))
    with np.errstate(all="ignore"):
        for _ in range(30):
            fitted = 0.5 * (1 + np.tanh((slope[:, None] * odds + intercept[:, None]) / 2))
            error, bend = weights * (rows.label - fitted), weights * fitted * (1 - fitted)
            g0, h00 = error.sum(axis=1), bend.sum(axis=1)
            step = g0 / h00
            if free_slope:
                g1, h01, h11 = error @ odds, bend @ odds, bend @ odds**2
                size = h00 * h11 - h01**2
                turn, step = (h00 * g1 - h01 * g0) / size, (h11 * g0 - h01 * g1) / size
            slope, intercept = slope + turn, intercept + step
        settled = (np.abs(step) < 1e-8) & (np.abs(turn) < 1e-8)
    return np.where(settled, slope, np.nan), np.where(settled, intercept, np.nan)


def _ratio(part: Floats, whole: Floats) -> Floats:
    out: Floats = np.full(len(whole), np.nan)
    return np.divide(part, whole, out=out, where=whole > 0)
